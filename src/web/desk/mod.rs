//! Pages for people who signed in, and the two endpoints for machines that watch over the house. Every URL says here who
//! may use it.

pub mod account;
pub mod address;
mod by_address;
pub mod cards;
pub mod cpr;
pub mod decide;
pub mod difference;
pub mod form;
pub mod hold;
pub mod journal;
pub mod journal_export;
mod journal_filter;
pub mod journal_house;
pub mod keys;
pub mod mark;
pub mod matched;
pub mod menu;
pub mod metrics;
pub mod notices;
pub mod panic;
pub mod people;
pub mod picture;
mod press;
pub mod problem;
pub mod queue;
pub mod reach;
pub mod ready;
pub mod reasons;
pub mod receipts;
pub mod requests;
mod requests_bounds;
pub mod requests_counter;
pub mod review;
pub mod rules;
pub mod session;
pub mod sign_in;
pub mod single_sign_on;
pub mod sources;
mod submit_counter;
pub mod throttle;
pub mod walls;
pub mod wanted;
pub mod watch;
pub mod webhooks;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::{Extension, Router};
use tower_http::csrf::CsrfLayer;

use super::state::WebState;
use crate::domain::user::Role;

/// Who decides what is shown.
const MODERATORS: &[Role] = &[Role::Moderator, Role::Admin];
/// Who reports what was achieved.
const COMMUNICATORS: &[Role] = &[Role::Communicator, Role::Admin];
/// Who keeps the house.
const ADMINS: &[Role] = &[Role::Admin];
/// Everybody who signs in.
const ALL: &[Role] = &[Role::Moderator, Role::Communicator, Role::Admin];

/// The signed-in side.
pub fn router(state: WebState) -> Router {
    let only = |roles: &'static [Role]| from_fn_with_state((state.clone(), roles), session::require);
    let moderation = Router::new()
        .route("/moderation", get(queue::show))
        .route("/moderation/afgoer", post(decide::decide))
        .route("/moderation/fortryd", post(decide::undo))
        .route("/moderation/tilbage", post(decide::step_back))
        .route("/moderation/fjern", post(decide::erase))
        .route("/moderation/bloker", post(decide::block))
        .route("/moderation/kort", get(cards::show))
        .route("/moderation/live", get(watch::stream))
        .route("/moderation/hold", post(hold::hold))
        .route("/moderation/slip", post(hold::slip))
        .route("/moderation/maerk", post(mark::mark))
        .route("/moderation/note", post(mark::note))
        .route("/moderation/alt", post(mark::describe))
        .route("/moderation/indstil", post(mark::set))
        .route("/moderation/media/{post}/{number}", get(picture::show))
        .route("/moderation/tillid", post(rules::trust::withdraw))
        .route("/log", get(journal::show))
        .route("/regler", get(rules::list::show))
        .route("/regler/ny", get(rules::edit::new))
        .route("/regler/ret", post(rules::edit::submit))
        .route("/regler/hus", post(rules::house::save))
        .route(
            "/regler/import",
            post(rules::exchange::import).layer(DefaultBodyLimit::max(rules::exchange::LONGEST_FORM)),
        )
        .route("/regler/eksport/{file}", get(rules::exchange::export))
        .route("/regler/oversvoemmelse", post(rules::list::lift))
        .route("/regler/{id}", get(rules::edit::edit))
        .route("/regler/{id}/taend", post(rules::list::switch))
        .route("/regler/{id}/anvend", post(rules::apply::apply))
        .route("/log/eksport", get(journal_export::export))
        .route("/vaegge", get(walls::show).post(walls::save))
        .route("/panik", post(panic::press))
        .route("/skaerm", get(notices::show).post(notices::act))
        .route("/anmodninger", get(requests::show))
        .route("/anmodninger/svar", post(requests::answer))
        .route("/kvittering/{number}", get(receipts::show))
        .route("/kilder/{id}/koer", post(sources::run))
        .route_layer(only(MODERATORS));
    let reporting = Router::new()
        .route("/raekkevidde", get(reach::show))
        .route("/raekkevidde/tal", get(reach::fragment))
        .route("/raekkevidde/live", get(reach::live))
        .route("/raekkevidde/opslag", get(reach::posts))
        .route("/raekkevidde/sammenlign", get(reach::compare))
        .route("/raekkevidde/diagram/{file}", get(reach::drawing))
        .route("/raekkevidde/udgaver", get(reach::editions).post(reach::edition_step))
        .route("/raekkevidde/udgaver/{year}/{file}", get(reach::edition_file))
        .route("/raekkevidde/rapport", get(reach::report))
        .route("/raekkevidde/rapport.pdf", get(reach::report_pdf))
        .route("/raekkevidde.csv", get(reach::csv))
        .route("/raekkevidde.xlsx", get(reach::xlsx))
        .route("/raekkevidde.json", get(reach::json))
        .route_layer(only(COMMUNICATORS));
    let shared = Router::new().route("/kilder", get(sources::show)).route_layer(only(ALL));
    let throttled = Extension(Arc::new(throttle::Door::default()));
    let own = Router::new()
        .route("/konto", get(account::show))
        .route("/konto/adgangskode", post(account::password))
        .route("/konto/sessioner", post(account::sessions_end))
        .route("/konto/faktor", get(account::factor).post(account::factor_confirm))
        .route("/konto/faktor/koder", post(account::new_codes))
        .route("/konto/faktor/fra", post(account::factor_off))
        .route_layer(throttled.clone())
        .route_layer(only(ALL));
    let people = Router::new()
        .route("/brugere", get(people::show).post(people::act))
        .route("/brugere/inviter", post(people::invite))
        .route_layer(only(ADMINS));
    let administration = Router::new()
        .route("/log/hus", get(journal_house::show))
        .route("/begrundelser", get(reasons::show).post(reasons::save))
        .route("/noegler", get(keys::show).post(keys::make))
        .route("/noegler/luk", post(keys::revoke))
        .route("/webhooks", get(webhooks::show).post(webhooks::add))
        .route("/webhooks/{id}", get(webhooks::one).post(webhooks::act))
        .route_layer(only(ADMINS));
    // For people without an account.
    let counter = Router::new()
        .route("/anmod", post(requests_counter::file))
        .route("/anmodning", get(requests_counter::status))
        .route_layer(Extension(Arc::new(requests_bounds::Counter::default())));
    let handed_in = Router::new()
        .route("/indsendt", get(submit_counter::status).post(submit_counter::file))
        .route("/indsendt/fortryd", post(submit_counter::withdraw))
        .route_layer(Extension(Arc::new(submit_counter::Counter::default())));
    let door = Router::new()
        .route("/log-ind", get(sign_in::form).post(sign_in::enter))
        .route("/log-ind/kode", get(sign_in::code_form).post(sign_in::code))
        .route("/log-ind/sso", get(single_sign_on::start))
        .route("/log-ind/sso/svar", get(single_sign_on::back))
        .route("/log-ud", post(sign_in::leave))
        .route("/adgang", get(account::link).post(account::link_open))
        .route_layer(throttled);
    let machines =
        Router::new().route("/health/ready", get(ready::show)).route("/metrics", get(metrics::show));
    moderation
        .merge(reporting)
        .merge(shared)
        .merge(own)
        .merge(people)
        .merge(administration)
        .merge(counter)
        .merge(handed_in)
        .merge(door)
        .route_layer(own_forms_only(&state))
        .route_layer(from_fn_with_state(state.clone(), problem::pages))
        .merge(machines)
        .with_state(state)
}

/// Forms of this site alone: also behind a proxy that rewrites `Host`, our own address is known.
fn own_forms_only(state: &WebState) -> CsrfLayer {
    let origin = state.public.site.base_url.origin().ascii_serialization();
    CsrfLayer::new().add_trusted_origin(&origin).unwrap_or_else(|refused| {
        tracing::error!(origin, %refused, "not an origin; forms are judged by Host alone");
        CsrfLayer::new()
    })
}
