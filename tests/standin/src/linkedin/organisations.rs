//! Pages: `/rest/organizations`, `/rest/networkSizes`.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::LinkedIn;
use super::answers::{Answer, access_denied, not_found, ok, refuse, unknown_param};
use super::gate::{Resource, Role, Scope};
use super::world::Organisation;

const ORGANISATIONS: Resource =
    Resource { name: "organizations", internal: "organizations", scope: Scope::Admin };
const SIZES: Resource = Resource { name: "networkSizes", internal: "networkSizes", scope: Scope::Admin };

/// `/rest/organizations/{id}`.
pub async fn one(
    State(linkedin): State<LinkedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let call = linkedin.admit(ORGANISATIONS, &headers, query.as_deref(), None)?;
    match linkedin.world().organisations.get(&id) {
        Some(page) if page.role == Role::None => {
            Err(access_denied(ORGANISATIONS.internal, "GET", &call.version))
        }
        Some(page) => Ok(ok(&told(page))),
        None => Err(not_found()),
    }
}

/// `/rest/organizations?q=vanityName&vanityName=…`.
pub async fn by_vanity_name(
    State(linkedin): State<LinkedIn>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let call = linkedin.admit(ORGANISATIONS, &headers, query.as_deref(), None)?;
    if let Some(name) = call.params.unknown(&["q", "vanityName"]) {
        return Err(unknown_param(name));
    }
    let wanted = call.params.get("vanityName").unwrap_or_default();
    let world = linkedin.world();
    let found: Vec<Value> =
        world.organisations.values().filter(|page| page.vanity_name == wanted).map(told).collect();
    Ok(ok(&json!({"paging": {"start": 0, "count": 10, "links": []}, "elements": found})))
}

/// `/rest/networkSizes/{urn}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`.
pub async fn network_size(
    State(linkedin): State<LinkedIn>,
    Path(urn): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let call = linkedin.admit(SIZES, &headers, query.as_deref(), None)?;
    if call.params.get("edgeType").as_deref() != Some("COMPANY_FOLLOWED_BY_MEMBER") {
        return Err(refuse(400, None, "ILLEGAL_ARGUMENT", "Unknown edgeType"));
    }
    let world = linkedin.world();
    let page = urn.strip_prefix("urn:li:organization:").and_then(|id| world.organisations.get(id));
    page.map(|page| ok(&json!({"firstDegreeSize": page.followers}))).ok_or_else(not_found)
}

fn told(page: &Organisation) -> Value {
    json!({"id": page.id, "$URN": format!("urn:li:organization:{}", page.id), "vanityName": page.vanity_name,
        "localizedName": page.name, "localizedWebsite": format!("https://{}.example/", page.vanity_name),
        "name": {"localized": {"da_DK": page.name}, "preferredLocale": {"country": "DK", "language": "da"}},
        "primaryOrganizationType": "NONE", "locations": []})
}
