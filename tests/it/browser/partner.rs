//! A page that is not ours: a municipality's, on another origin, with a strict policy and a style sheet that shouts.

use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::support::browser::Browser;

/// What leaks in if it can; and on that page's own words, what must not leak out.
pub const LOUD: &str = "html { font-size: 5px; } body { background: white; line-height: 5; }
    * { font: 60px fantasy !important; color: hotpink !important; letter-spacing: 1em !important;
        text-transform: uppercase !important; position: static !important; float: right !important; }
    article, ul, p, a, button, h2 { display: none !important; } :root { --ink: red; --paper: red; --accent: red; }
    #host { display: block !important; color: rgb(1, 2, 3) !important; font: 16px serif !important; }
    hash-wall { width: 40rem; min-width: 600px; float: none !important; }";

/// A page a partner would recognise.
pub const PLAIN: &str = "body { font: 16px/1.5 sans-serif; margin: 0; } main { max-width: 700px; margin: auto; }
    hash-wall { display: block; min-height: 640px; } .low hash-wall { min-height: 420px; } .line hash-wall { min-height: 64px; }";

/// The page's address. `body` stands between two lines of its own; nothing is allowed but what the wall itself needs.
pub async fn page(wall: &str, body: &str, style: &'static str) -> String {
    let policy = format!(
        "default-src 'none'; script-src {wall}; connect-src {wall}; img-src {wall} data:; frame-src {wall}; \
         style-src 'self'; require-trusted-types-for 'script'; trusted-types hashwall"
    );
    let html = format!(
        "<!DOCTYPE html><html lang=\"da\"><head><meta charset=\"utf-8\"><title>Nordby Kommune</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\">\
         <link rel=\"stylesheet\" href=\"/style.css\"></head><body><main><h1>Nordby</h1><p id=\"host\">Velkommen</p>\
         {body}<p>Bunden</p></main></body></html>"
    );
    let shown = move || async move { ([("content-security-policy", policy)], Html(html)).into_response() };
    let css = move || async move { ([("content-type", "text/css")], style).into_response() };
    let router = Router::new()
        .route("/", get(|| async move { shown().await as Response }))
        .route("/style.css", get(css));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// The line, with more attributes.
pub fn line(wall: &str, view: &str, attributes: &str) -> String {
    format!(
        "<script type=\"module\" src=\"{wall}/embed.js\"></script>\
         <hash-wall src=\"{wall}{view}\" {attributes}><a href=\"{wall}{view}\">Se opslagene</a></hash-wall>"
    )
}

/// What the walls of the page show, as one reads it.
pub const SHOWN: &str = "[...document.querySelectorAll('hash-wall')].map(wall => wall.shadowRoot?.querySelector('.hw')?.innerText ?? '').join('|')";

/// Within the first wall's shadow.
pub fn within(css: &str) -> String {
    format!("document.querySelector('hash-wall').shadowRoot.querySelector({css:?})")
}

pub async fn sees(browser: &Browser, words: &str) -> std::time::Duration {
    browser.until(&format!("{words:?} stands in the widget"), &format!("{SHOWN}.includes({words:?})")).await
}

pub async fn loses(browser: &Browser, words: &str) -> std::time::Duration {
    browser.until(&format!("{words:?} left the widget"), &format!("!{SHOWN}.includes({words:?})")).await
}

/// Its line is up.
pub async fn follows(browser: &Browser) {
    browser.until("the widget follows", &format!("{}?.dataset.line === 'on'", within(".hw"))).await;
}
