//! The OpenAPI 3.1 document, generated from the code of the handlers: `GET /api/v1/openapi.json`.

use std::sync::LazyLock;

use axum::Json;
use axum::extract::State;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Content, HeaderBuilder, Ref, ResponseBuilder, ServerBuilder};

use super::keyed;
use crate::web::page::Page;
use crate::web::public::api::problem::Problem;
use crate::web::public::api::reading;
use crate::web::state::PublicState;

/// Of problems (RFC 9457).
const MEDIA_TYPE: &str = "application/problem+json";

/// What is said once.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hashwall API",
        description = "Posts and happenings of a hashtag wall, as other people's programs read them. Reading needs no key and \
                       any site's script may do it. Errors are problems (RFC 9457), lists are continued by cursors, and every answer \
                       tells in `RateLimit` how much may still be asked.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
        version = "1.0.0"
    ),
    components(schemas(Problem)),
    tags(
        (name = "Reading", description = "Approved posts alone; no key is needed"),
        (name = "Writing", description = "With a key that an administrator of the wall made"),
    )
)]
struct Said;

/// The description, but for the wall's own address.
pub static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| {
    let mut document = Said::openapi();
    document.merge(reading().split_for_parts().1);
    document.merge(keyed().split_for_parts().1);
    if let Some(components) = &mut document.components {
        let bearer = Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key as `hw_` and 64 hexadecimal digits, shown once when it was made."))
            .build();
        components.security_schemes.insert("key".to_owned(), SecurityScheme::Http(bearer).into());
    }
    for item in document.paths.paths.values_mut() {
        operations(item).for_each(common);
    }
    document
});

/// The operations of a path, with those of methods we use.
fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten()
}

/// What any operation may answer.
fn common(operation: &mut Operation) {
    let problem = |description: &str, waits: bool| {
        let content = Content::new(Some(Ref::from_schema_name("Problem")));
        let answer = ResponseBuilder::new().description(description).content(MEDIA_TYPE, content);
        let retry = HeaderBuilder::new().description(Some("Seconds.")).build();
        if waits { answer.header("Retry-After", retry) } else { answer }.build()
    };
    let responses = &mut operation.responses.responses;
    responses
        .entry("401".to_owned())
        .or_insert_with(|| problem("The key is missing or opens nothing", false).into());
    responses.entry("429".to_owned()).or_insert_with(|| problem("Too many requests", true).into());
    responses.entry("503".to_owned()).or_insert_with(|| problem("Not right now", true).into());
}

/// The document with the address of this wall.
pub fn of(page: &Page) -> utoipa::openapi::OpenApi {
    let mut document = DOCUMENT.clone();
    let wall = ServerBuilder::new().url(page.absolute("")).description(Some(&page.site.title)).build();
    document.servers = Some(vec![wall]);
    document
}

/// `GET /api/v1/openapi.json`.
pub async fn show(State(_): State<PublicState>, page: Page) -> Json<utoipa::openapi::OpenApi> {
    Json(of(&page))
}
