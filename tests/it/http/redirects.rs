//! What is followed, what is remembered, and what does not travel along.

use axum::Router;
use axum::routing::any;
use hashwall::http::{HttpError, Request};
use secrecy::SecretString;

use super::{NOW, Server, client, to};

async fn server() -> Server {
    Server::start(
        Router::new()
            .route("/end", any(|| async { "the end" }))
            .route("/missing", any(|| async { axum::http::StatusCode::NOT_FOUND }))
            .route("/moved", to(301, "/moved2"))
            .route("/moved2", to(308, "/end#part"))
            .route("/mixed", to(301, "/for-now"))
            .route("/for-now", to(302, "/end"))
            .route("/later-for-good", to(307, "/moved2"))
            .route("/moved-to-nothing", to(301, "/missing"))
            .route("/loop", to(301, "/loop"))
            .route("/see-other", to(303, "/end"))
            .route("/found", to(302, "/end"))
            .route("/keep", to(307, "/end"))
            .route("/nowhere", any(|| async { axum::http::StatusCode::FOUND }))
            .route("/metadata", to(302, "http://169.254.169.254/latest/meta-data?token=hush"))
            .route("/mapped", to(302, "http://[::ffff:127.0.0.1]/"))
            .route("/file", to(302, "file:///etc/passwd"))
            .route("/garbage", to(302, "http://[not-an-address")),
    )
    .await
}

#[tokio::test]
async fn a_permanent_chain_is_remembered_and_any_other_is_not() {
    let server = server().await;
    let http = client(&[&server.authority()]);
    for (path, remembered) in [
        ("/moved", true),
        ("/moved2", true),
        ("/mixed", false),
        ("/later-for-good", false),
        ("/for-now", false),
        ("/end", false),
    ] {
        let answer = http.send(NOW, Request::get(server.url(path))).await.unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"the end".as_slice()), "{path}");
        assert_eq!(answer.url, server.url("/end"), "{path}");
        assert_eq!(answer.moved_to, remembered.then(|| server.url("/end")), "{path}");
    }
    let lost = http.send(NOW, Request::get(server.url("/moved-to-nothing"))).await.unwrap();
    assert_eq!((lost.status, lost.moved_to), (404, None), "an address that answers 404 is not remembered");
}

#[tokio::test]
async fn a_redirect_without_an_address_is_an_answer() {
    let server = server().await;
    let answer =
        client(&[&server.authority()]).send(NOW, Request::get(server.url("/nowhere"))).await.unwrap();
    assert_eq!(answer.status, 302);
}

#[tokio::test]
async fn a_loop_ends_after_five_redirects() {
    let server = server().await;
    let failed =
        client(&[&server.authority()]).send(NOW, Request::get(server.url("/loop"))).await.unwrap_err();
    assert!(matches!(&failed, HttpError::Failed(why) if why.contains("5 redirects")), "{failed}");
    assert_eq!(server.seen().len(), 6);
}

#[tokio::test]
async fn a_post_becomes_a_get_where_the_standard_says_so() {
    let server = server().await;
    let http = client(&[&server.authority()]);
    for (path, method) in [("/see-other", "GET"), ("/found", "GET"), ("/keep", "POST")] {
        http.send(NOW, Request::post_form(server.url(path), &[("grant", "æ&b")])).await.unwrap();
        let last = server.seen().pop().unwrap();
        assert_eq!((last.method.as_str(), last.path.as_str()), (method, "/end"), "{path}");
        assert_eq!(last.header("content-type").is_some(), method == "POST", "{path}");
    }
}

#[tokio::test]
async fn no_redirect_leads_to_a_private_address_or_another_scheme() {
    let server = server().await;
    let http = client(&[&server.authority()]);
    for path in ["/metadata", "/mapped", "/file", "/garbage"] {
        let refused = http.send(NOW, Request::get(server.url(path))).await.unwrap_err();
        assert!(matches!(refused, HttpError::Blocked(_)), "{path}: {refused}");
        assert!(!refused.to_string().contains("hush"), "{path}: {refused}");
    }
}

#[tokio::test]
async fn a_private_server_is_reached_only_if_it_is_named() {
    let server = server().await;
    for http in [client(&[]), client(&["127.0.0.1:1"]), client(&["example.org"])] {
        for url in [server.url("/end"), local(&server)] {
            let refused = http.send(NOW, Request::get(url)).await.unwrap_err();
            assert!(matches!(refused, HttpError::Blocked(_)), "{refused}");
        }
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn a_name_that_resolves_to_loopback_is_not_called_even_after_the_server_was() {
    // The connection to 127.0.0.1 is pooled and warm; `localhost` must still not get through, and naming one does not
    // open the other.
    let server = server().await;
    let http = client(&[&server.authority()]);
    http.send(NOW, Request::get(server.url("/end"))).await.unwrap();
    let refused = http.send(NOW, Request::get(local(&server))).await.unwrap_err();
    assert!(matches!(refused, HttpError::Blocked(_)), "{refused}");
    let http = client(&["localhost"]);
    assert_eq!(http.send(NOW, Request::get(local(&server))).await.unwrap().status, 200);
}

fn local(server: &Server) -> url::Url {
    let mut url = server.url("/end");
    url.set_host(Some("localhost")).unwrap();
    url
}

#[tokio::test]
async fn secrets_stay_at_their_origin() {
    let elsewhere = server().await;
    let here = Server::start(
        Router::new()
            .route("/away", to(302, elsewhere.url("/end").to_string()))
            .route("/away-with-body", to(307, elsewhere.url("/end").to_string()))
            .route("/same", to(302, "/end"))
            .route("/end", any(|| async { "" })),
    )
    .await;
    let http = client(&[&here.authority(), &elsewhere.authority()]);
    let request = |path: &str| {
        Request::get(here.url(path))
            .with_bearer(SecretString::from("hush"))
            .header("X-Api-Key", "hush")
            .header("Accept", "application/json")
            .header("If-None-Match", "\"1\"")
    };
    http.send(NOW, request("/away")).await.unwrap();
    let seen = elsewhere.seen().pop().unwrap();
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(seen.header("if-none-match"), Some("\"1\""));
    assert!(!format!("{:?}", seen.headers).contains("hush"), "{:?}", seen.headers);
    assert_eq!(seen.header("referer"), None);
    assert_eq!(seen.header("user-agent"), Some("Hashwall/test (+https://wall.example/om)"));

    http.send(NOW, request("/same")).await.unwrap();
    let seen = here.seen().pop().unwrap();
    assert_eq!((seen.header("authorization"), seen.header("x-api-key")), (Some("Bearer hush"), Some("hush")));

    let secret = Request::post_form(here.url("/away-with-body"), &[("client_secret", "hush")]);
    let refused = http.send(NOW, secret).await.unwrap_err();
    assert!(matches!(refused, HttpError::Blocked(_)), "{refused}");
    assert_eq!(elsewhere.seen().len(), 1);
}

#[tokio::test]
async fn a_token_never_goes_over_plain_http_to_a_host_that_is_not_named() {
    let request = Request::get("http://api.example.org/".parse().unwrap()).with_bearer("hush".into());
    let refused = client(&[]).send(NOW, request).await.unwrap_err();
    assert!(matches!(refused, HttpError::Blocked(_)), "{refused}");
}

#[test]
fn debug_shows_neither_query_nor_token() {
    let url = "https://graph.facebook.com/v26.0/1?access_token=hush".parse().unwrap();
    let request = Request::get(url).with_bearer("hush".into()).header("X-Key", "hush");
    assert_eq!(format!("{request:?}"), "GET graph.facebook.com/v26.0/1");
}
