//! `/webhooks`: who is told when a post came or went, and how that went. Administrators add, switch, send again, remove.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::ExposeSecret;
use url::Url;

use super::form::Fields;
use super::menu::Menu;
use super::problem::Problem;
use crate::domain::user::User;
use crate::domain::webhook::{Delivery, EventKind, Standing, Webhook};
use crate::http;
use crate::outbound::sign;
use crate::store::{deliveries, webhooks};
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Characters of a title.
const LONGEST_TITLE: usize = 100;
/// Characters of an address.
const LONGEST_URL: usize = 2_000;
/// Deliveries shown.
const SHOWN: u32 = 100;

#[derive(Template)]
#[template(path = "desk/webhooks.html")]
struct WebhooksPage<'a> {
    page: &'a Page,
    menu: Menu,
    webhooks: Vec<Webhook>,
    kinds: [EventKind; 2],
}

#[derive(Template)]
#[template(path = "desk/webhook_made.html")]
struct WebhookMadePage<'a> {
    page: &'a Page,
    menu: Menu,
    webhook: &'a Webhook,
    secret: &'a str,
}

#[derive(Template)]
#[template(path = "desk/webhook.html")]
struct WebhookPage<'a> {
    page: &'a Page,
    menu: Menu,
    webhook: Webhook,
    deliveries: Vec<Delivery>,
}

/// `GET /webhooks`.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let webhooks = webhooks::all(&state.db).await?;
    let template = WebhooksPage { page: &page, menu: Menu::of(user), webhooks, kinds: EventKind::ALL };
    Ok(html(&template)?.into_response())
}

/// `POST /webhooks`: a new receiver. Its secret is shown once, here.
///
/// # Errors
/// A title, an address or a choice that cannot be used; database.
pub async fn add(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let title = fields.text("navn").filter(|title| title.chars().count() <= LONGEST_TITLE);
    let title = title.ok_or(Problem::Form("form-webhook-title"))?;
    let url =
        fields.text("adresse").filter(|url| url.len() <= LONGEST_URL).and_then(|url| Url::parse(url).ok());
    let url = url.ok_or(Problem::Form("form-webhook-url"))?;
    // What can be known before a name is looked up; the client asks again at every call.
    let named = !url.username().is_empty() || url.password().is_some();
    if named || http::refusal(&url, false, &state.settings.http.allow_private).is_some() {
        return Err(Problem::Form("form-webhook-url"));
    }
    let kinds = fields.all("om").map(str::parse).collect::<Result<Vec<EventKind>, _>>();
    let mut kinds = kinds.map_err(|_| Problem::Form("form-webhook-kinds"))?;
    kinds.dedup();
    if kinds.is_empty() {
        return Err(Problem::Form("form-webhook-kinds"));
    }
    let webhook = Webhook {
        id: hex::encode(rand::random::<[u8; 8]>()),
        title: title.to_owned(),
        url: url.into(),
        kinds,
        made_at: page.now,
        made_by: format!("user:{}", user.name),
        active: true,
    };
    let secret = sign::new_secret();
    webhooks::add(&state.db, &webhook, &secret).await?;
    let made = WebhookMadePage {
        page: &page,
        menu: Menu::of(user),
        webhook: &webhook,
        secret: secret.expose_secret(),
    };
    Ok(html(&made)?.into_response())
}

/// `GET /webhooks/{id}`: what it was told, and how that went.
///
/// # Errors
/// There is none; database.
pub async fn one(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let webhook = webhooks::all(&state.db).await?.into_iter().find(|webhook| webhook.id == id);
    let webhook = webhook.ok_or(Problem::NotFound)?;
    let deliveries = deliveries::newest(&state.db, &webhook.id, SHOWN).await?;
    Ok(html(&WebhookPage { page: &page, menu: Menu::of(user), webhook, deliveries })?.into_response())
}

/// `POST /webhooks/{id}`: switch, send one again, remove.
///
/// # Errors
/// There is none, an unknown deed; database.
pub async fn act(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let actor = format!("user:{}", user.name);
    let back = format!("/webhooks/{id}");
    let to = match fields.get("hvad") {
        "on" | "off" => {
            let active = fields.get("hvad") == "on";
            webhooks::switch(&state.db, &id, active, &actor, page.now).await?;
            back.as_str()
        }
        "again" => {
            let delivery = fields.text("levering").ok_or(Problem::NotFound)?;
            deliveries::again(&state.db, delivery, page.now).await?;
            back.as_str()
        }
        "remove" => {
            webhooks::remove(&state.db, &id, &actor, page.now).await?;
            "/webhooks"
        }
        _ => return Err(Problem::Form("form-no-deed")),
    };
    Ok(Redirect::to(&page.href(to)).into_response())
}

/// Host and path: a query may hold a secret.
fn place(webhook: &Webhook) -> String {
    Url::parse(&webhook.url).map_or_else(|_| "?".to_owned(), |url| http::place(&url))
}

fn kinds(page: &Page, webhook: &Webhook) -> String {
    webhook.kinds.iter().map(|kind| word(page, *kind)).collect::<Vec<_>>().join(" · ")
}

fn word(page: &Page, kind: EventKind) -> String {
    page.word("webhook-kind", &kind.as_str().replace('.', "-"))
}

fn href(page: &Page, webhook: &Webhook) -> String {
    page.href(format!("/webhooks/{}", webhook.id))
}

impl WebhooksPage<'_> {
    fn href(&self, webhook: &Webhook) -> String {
        href(self.page, webhook)
    }

    fn place(&self, webhook: &Webhook) -> String {
        place(webhook)
    }

    fn kinds_of(&self, webhook: &Webhook) -> String {
        kinds(self.page, webhook)
    }

    fn word(&self, kind: &EventKind) -> String {
        word(self.page, *kind)
    }
}

impl WebhookMadePage<'_> {
    fn href(&self) -> String {
        href(self.page, self.webhook)
    }

    fn place(&self) -> String {
        place(self.webhook)
    }
}

impl WebhookPage<'_> {
    fn href(&self) -> String {
        href(self.page, &self.webhook)
    }

    fn place(&self) -> String {
        place(&self.webhook)
    }

    fn kinds_of(&self) -> String {
        kinds(self.page, &self.webhook)
    }

    fn word(&self, kind: &EventKind) -> String {
        word(self.page, *kind)
    }

    /// When it was tried, how often, and when it is tried next.
    fn story(&self, delivery: &Delivery) -> String {
        let mut parts =
            vec![self.page.count("webhook-tries", &usize::try_from(delivery.tries).unwrap_or(usize::MAX))];
        if let Some(at) = &delivery.tried_at {
            parts.push(self.page.moment(at));
        }
        if let Some(outcome) = &delivery.outcome {
            parts.push(outcome.clone());
        }
        if delivery.standing == Standing::Waiting && self.webhook.active {
            parts.push(self.page.text_with("webhook-next", "moment", self.page.moment(&delivery.due_at)));
        }
        parts.join(" · ")
    }
}
