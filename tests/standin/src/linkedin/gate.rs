//! What stands before every resource: headers, version, token, scope, quota. In LinkedIn's order.

use axum::http::{HeaderMap, StatusCode};
use serde_json::json;

use super::LinkedIn;
use super::answers::{Refusal, access_denied, refuse, with_status};
use super::params::Params;
use super::world::{TokenState, World};

/// Access tokens live this long.
const TOKEN_LIFE_SECS: i64 = 60 * 86_400;
/// Longest query string of a URL.
const LONGEST_QUERY: usize = 4096;

/// What a token's member agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `r_organization_social`: posts and media.
    ReadPosts,
    /// `r_organization_social_feed`: comments and reactions.
    ReadFeed,
    /// `rw_organization_admin`: the Page, followers, statistics.
    Admin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ReadPosts, Self::ReadFeed, Self::Admin];
}

/// What the tokens' members are on a Page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May read all.
    Administrator,
    /// May read posts; no statistics.
    ContentAdmin,
    /// 403 on posts.
    None,
}

/// Calls a UTC day, each resource counted by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quota {
    /// Of all tokens together.
    pub per_app: Option<u32>,
    /// Of one token.
    pub per_member: Option<u32>,
}

/// A resource as errors and quotas name it.
#[derive(Clone, Copy, Debug)]
pub struct Resource {
    /// In the URL.
    pub name: &'static str,
    /// In ACCESS_DENIED.
    pub internal: &'static str,
    /// What it needs.
    pub scope: Scope,
}

/// A call that may go on: its parameters, and the version for error messages.
pub struct Admitted {
    /// From the query or, tunnelled, from the body.
    pub params: Params,
    /// `LinkedIn-Version`.
    pub version: String,
}

impl LinkedIn {
    /// Lets a call in or refuses it.
    pub(super) fn admit(
        &self,
        resource: Resource,
        headers: &HeaderMap,
        query: Option<&str>,
        body: Option<&str>,
    ) -> Result<Admitted, Refusal> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let version = header("linkedin-version").to_owned();
        let mut world = self.world();
        check_version(&world, &version)?;
        if header("x-restli-protocol-version") != "2.0.0" {
            return Err(refuse(400, None, "ILLEGAL_ARGUMENT", "Unsupported X-Restli-Protocol-Version"));
        }
        let token = header("authorization").strip_prefix("Bearer ").unwrap_or_default().to_owned();
        self.check_token(&mut world, &token)?;
        world.count_call(resource.name, &token, self.clock.secs()).map_err(|limit| {
            let message =
                format!("Resource level throttle {limit} DAY limit for calls to this resource is reached.");
            let body = json!({"message": message, "status": 429, "serviceErrorCode": 101});
            Refusal::new(with_status(StatusCode::TOO_MANY_REQUESTS, &body))
        })?;
        if !world.tokens.get(&token).is_some_and(|token| token.scopes.contains(&resource.scope)) {
            return Err(access_denied(resource.internal, "GET", &version));
        }
        let query = tunnelled(header("x-http-method-override"), query.unwrap_or_default(), body)?;
        let params = Params::read(&query)
            .ok_or_else(|| refuse(400, None, "", "Syntax exception in path variables"))?;
        Ok(Admitted { params, version })
    }

    fn check_token(&self, world: &mut World, token: &str) -> Result<(), Refusal> {
        let now = self.clock.secs();
        let invalid = || refuse(401, Some(65600), "INVALID_ACCESS_TOKEN", "Invalid access token");
        let revoked = || {
            let message = "The token used in the request has been revoked by the user";
            refuse(401, Some(65601), "REVOKED_ACCESS_TOKEN", message)
        };
        let token = world.tokens.get_mut(token).ok_or_else(invalid)?;
        if token.fresh_refusals > 0 {
            token.fresh_refusals -= 1;
            return Err(revoked());
        }
        match token.state {
            TokenState::Revoked => Err(revoked()),
            TokenState::Live if now < token.made + TOKEN_LIFE_SECS => Ok(()),
            TokenState::Live | TokenState::Expired => {
                let message = "The token used in the request has expired";
                Err(refuse(401, Some(65602), "EXPIRED_ACCESS_TOKEN", message))
            }
        }
    }
}

fn check_version(world: &World, version: &str) -> Result<(), Refusal> {
    if version.is_empty() {
        let message =
            "A version must be present. Please specify a version by adding the LinkedIn-Version header.";
        return Err(refuse(400, None, "VERSION_MISSING", message).header("x-restli-gateway-error", "true"));
    }
    if !world.versions.iter().any(|active| active == version) {
        let message = format!("Requested version {version}01 is not active");
        return Err(refuse(426, None, "NONEXISTENT_VERSION", &message));
    }
    Ok(())
}

/// The query string, from the URL or from the body of a POST that says it is a GET.
fn tunnelled(overridden: &str, query: &str, body: Option<&str>) -> Result<String, Refusal> {
    match body {
        Some(body) if overridden.eq_ignore_ascii_case("GET") => Ok(body.to_owned()),
        Some(_) => Err(refuse(404, None, "NOT_FOUND", "No such method")),
        None if query.len() > LONGEST_QUERY => Err(refuse(414, None, "", "URI too long")),
        None => Ok(query.to_owned()),
    }
}
