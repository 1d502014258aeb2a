//! `GET /api/v1/posts`, `/posts/{id}` and `/search`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;

use super::ask::Asked;
use super::lists::{FacetValue, FoundPost, PostList, SearchList};
use super::parameters::{LANGUAGES, PostsParameters};
use super::problem::Problem;
use crate::domain::shown::ShownPost;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::public::choices::COUNTED;
use crate::web::public::outputs::answer::address;
use crate::web::public::posts as index;
use crate::web::state::PublicState;

/// Approved posts
///
/// The newest first, or what a search finds, filtered. A withdrawn post is in no answer from the moment on.
#[utoipa::path(
    get, path = "/api/v1/posts", operation_id = "listPosts", tag = "Reading",
    params(PostsParameters),
    responses(
        (status = 200, description = "A page of posts", body = PostList),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The cursor leads nowhere", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(State(state): State<PublicState>, page: Page, uri: Uri) -> Result<Json<PostList>, Problem> {
    let parameters = PostsParameters::read(&uri)?;
    let search = parameters.search(uri.path(), page.now)?;
    let posts = index::find(&state.index, search).await?;
    Ok(Json(PostList {
        posts: posts.found.iter().map(|found| shown(&page, &found.post)).collect(),
        total: posts.total,
        total_is_exact: posts.total_is_exact,
        next: parameters.next(uri.path(), posts.next),
        paused: false,
    }))
}

/// One approved post
///
/// A post that never was, is not approved or was taken down gives the same answer: there is nothing here.
#[utoipa::path(
    get, path = "/api/v1/posts/{id}", operation_id = "getPost", tag = "Reading",
    params(
        ("id" = String, Path, description = "Its id", max_length = 100, example = "019a1000-0000-7000-8000-000000000001"),
        ("lang" = Option<String>, Query, description = "Language of the page that its address leads to", pattern = "^(da|en)$"),
    ),
    responses(
        (status = 200, description = "The post", body = ShownPost),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such post", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn one(
    State(state): State<PublicState>,
    page: Page,
    uri: Uri,
    Path(id): Path<String>,
) -> Result<Json<ShownPost>, Problem> {
    let mut asked = Asked::of(&uri)?;
    asked.one_of("lang", &LANGUAGES)?;
    asked.finish()?;
    match index::get(&state.index, &id).await {
        Ok(post) => Ok(Json(shown(&page, &post))),
        Err(WebError::NotFound) => Err(Problem::not_found("post")),
        Err(broken) => Err(Problem::internal(broken)),
    }
}

/// Search with facets
///
/// As the list of posts, with the piece of each that matched, how many posts each further filter would leave, and what
/// was perhaps meant.
#[utoipa::path(
    get, path = "/api/v1/search", operation_id = "search", tag = "Reading",
    params(PostsParameters),
    responses(
        (status = 200, description = "A page of what was found", body = SearchList),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The cursor leads nowhere", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn search(
    State(state): State<PublicState>,
    page: Page,
    uri: Uri,
) -> Result<Json<SearchList>, Problem> {
    let parameters = PostsParameters::read(&uri)?;
    let search = parameters.search(uri.path(), page.now)?;
    let view = index::view(&state.index, search, false).await?;
    let facets = COUNTED.map(|(field, _)| (field.to_owned(), values(view.facets.values(field))));
    Ok(Json(SearchList {
        found: view
            .posts
            .found
            .iter()
            .map(|found| FoundPost { post: shown(&page, &found.post), snippet: found.snippet.clone() })
            .collect(),
        total: view.posts.total,
        total_is_exact: view.posts.total_is_exact,
        facets: facets.into_iter().collect(),
        did_you_mean: view.meant.map(|meant| meant.text),
        next: parameters.next(uri.path(), view.posts.next),
        paused: false,
    }))
}

/// A post with addresses as seen from outside.
pub fn shown(page: &Page, post: &crate::domain::public::PublicPost) -> ShownPost {
    ShownPost::new(post, |path| address(page, path))
}

/// Counted values.
pub fn values(counted: &[(String, usize)]) -> Vec<FacetValue> {
    let counted = counted.iter().filter(|(_, count)| *count > 0);
    counted.map(|(value, count)| FacetValue { value: value.clone(), count: *count }).collect()
}
