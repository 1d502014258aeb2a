//! Every URL on one page. Public pages read only the public index and the live feed; signed-in pages may use the store.

pub mod api;
pub mod assets;
pub mod caller;
pub mod curtain;
pub mod dates;
pub mod desk;
pub mod error;
pub mod front;
pub mod headers;
pub mod i18n;
pub mod kept;
pub mod keyed;
pub mod layers;
pub mod limits;
pub mod numbers;
pub mod open;
pub mod page;
pub mod public;
pub mod reach;
pub mod state;
pub mod submit_proof;

use std::net::SocketAddr;

use axum::extract::Request;
use axum::http::header;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::{Router, ServiceExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::set_header::SetResponseHeaderLayer;

use front::Front;
use public::outputs::{calendar, wall as posts};
use public::{
    about, display, figures, happenings, live, media, named, permalink, seen, submit, suggest, takedown,
    wall, widget,
};
use state::{PublicState, WebState};

/// The whole web side.
pub fn router(state: WebState) -> Front {
    let visitors = visitors_routes(state.public.clone(), &state.settings.server.frame_ancestors);
    let (writing, _) = api::keyed().split_for_parts();
    let writing = writing.route_layer(from_fn(open::open)).with_state(state.clone());
    let public = state.public.clone();
    let routes = layers::around(visitors.merge(writing).merge(desk::router(state.clone())), &public)
        .layer(from_fn_with_state(state, keyed::recognise));
    Front::new(public, routes)
}

/// The visitors' side alone: what it is made of cannot reach what is not approved. `frame_ancestors` are the origins
/// that may frame the widget; none means any.
pub fn visitors(state: PublicState, frame_ancestors: &[String]) -> Front {
    let routes = layers::around(visitors_routes(state.clone(), frame_ancestors), &state);
    Front::new(state, routes)
}

fn visitors_routes(state: PublicState, frame_ancestors: &[String]) -> Router {
    let framed = headers::widget_policy(frame_ancestors);
    let frames = Router::new()
        .route("/embed", get(widget::frame::whole))
        .route("/w/{slug}/embed", get(widget::frame::of_wall))
        .route("/opslag/{id}/embed", get(widget::frame::of_post))
        .route_layer(from_fn_with_state(state.clone(), curtain::drawn))
        .route_layer(SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, framed));
    let (reading, _) = public::api::reading().split_for_parts();
    let outputs = Router::new()
        .route("/opslag.json", get(posts::json))
        .route("/opslag.rss", get(posts::rss))
        .route("/opslag.atom", get(posts::atom))
        .route("/opslag.jsonfeed", get(posts::json_feed))
        .route("/opslag.ics", get(posts::ics))
        .route("/kalender.json", get(calendar::json))
        .route("/kalender.rss", get(calendar::rss))
        .route("/kalender.atom", get(calendar::atom))
        .route("/kalender.jsonfeed", get(calendar::json_feed))
        .route("/kalender.ics", get(happenings::file::all))
        .route("/api/v1/openapi.json", get(api::document::show))
        .merge(reading)
        .route_layer(from_fn_with_state(state.clone(), curtain::drawn))
        .route_layer(from_fn(open::open));
    let walls = Router::new()
        .route("/w/{slug}", get(named::show))
        .route_layer(from_fn_with_state(state.clone(), curtain::drawn))
        .route_layer(from_fn(open::outputs));
    Router::new()
        .route("/", get(wall::show))
        .route("/opslag/{id}", get(permalink::show))
        .route("/opslag/{id}/fjern", get(takedown::remove))
        .route("/opslag/{id}/vurdering", get(takedown::review))
        .route("/media/{post}/{number}", get(media::picture))
        .route("/kalender", get(happenings::list::show))
        .route("/kalender/{id}", get(happenings::single::show))
        .route("/udgaver", get(happenings::edition::list))
        .route("/udgaver/{year}", get(happenings::edition::show))
        .route("/tal", get(figures::show))
        .route("/display", get(display::show))
        .route("/w/{slug}/display", get(named::screen))
        .route("/live", get(live::stream))
        .route("/maal", post(seen::count))
        .route("/soeg/forslag", get(suggest::suggest))
        .route("/embed.js", get(widget::script::script))
        .route("/embed.css", get(widget::script::sheet))
        .route("/embed-size.js", get(widget::script::size))
        .route("/kort.json", get(widget::data::whole))
        .route("/w/{slug}/kort.json", get(widget::data::named))
        .route("/indlejr", get(widget::kit::show))
        .route("/qr.svg", get(widget::kit::qr))
        .route("/oembed", get(widget::oembed::show))
        .route("/preview.png", get(widget::preview::whole))
        .route("/w/{slug}/preview.png", get(widget::preview::of_wall))
        .route("/opslag/{id}/preview.png", get(widget::preview::of_post))
        .route("/api", get(api::page::show))
        .route("/soegehjaelp", get(about::search_help))
        .route("/indsend", get(submit::form))
        .route("/om", get(about::about))
        .route("/privatliv", get(about::privacy))
        .route("/tilgaengelighed", get(about::accessibility))
        .route("/was", get(about::statement))
        .route("/robots.txt", get(about::robots))
        .route("/favicon.ico", get(about::favicon))
        .route("/assets/{version}/{name}", get(assets::serve))
        .route("/health/live", get(|| async { "ok\n" }))
        .route_layer(from_fn_with_state(state.clone(), curtain::drawn))
        .merge(frames)
        .merge(outputs)
        .merge(walls)
        .with_state(state)
}

/// Answers on `listener` until `closing`, then lets open requests end.
///
/// # Errors
/// The listener broke.
pub async fn serve(listener: TcpListener, front: Front, closing: CancellationToken) -> std::io::Result<()> {
    let service = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(front);
    axum::serve(listener, service).with_graceful_shutdown(closing.cancelled_owned()).await
}
