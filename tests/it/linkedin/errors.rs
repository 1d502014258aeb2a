//! Every refusal of the API becomes the right behaviour, whatever its envelope leaves out.

use hashwall::collect::collector::Failure;
use hashwall::collect::linkedin::errors::{Trouble, next_midnight, read};
use hashwall::domain::time::Timestamp;
use hashwall::http::{HttpError, Response};
use url::Url;

use super::MONDAY;

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    Response {
        status,
        headers: headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: body.as_bytes().to_vec(),
        url: Url::parse("https://api.linkedin.com/rest/posts").unwrap(),
        moved_to: None,
    }
}

fn failure(status: u16, body: &str) -> Failure {
    read(&answer(status, &[], body), "202511", &"a-token".into(), MONDAY).into_failure()
}

#[test]
fn a_dead_or_missing_version_names_its_key() {
    let dead =
        r#"{"status":426,"code":"NONEXISTENT_VERSION","message":"Requested version 20251101 is not active"}"#;
    let words_alone = r#"{"message":"Requested version 20251101 is not active"}"#;
    let missing = r#"{"status":400,"code":"VERSION_MISSING","message":"A version must be present. Please specify a version by adding the LinkedIn-Version header."}"#;
    for (status, body) in [(426, dead), (400, dead), (426, ""), (403, words_alone), (400, missing)] {
        let Failure::Misconfigured(why) = failure(status, body) else { panic!("{status} {body}") };
        assert!(why.starts_with("key `version`: ") && why.contains("YYYYMM"), "{why}");
    }
    assert!(failure(426, dead).why().contains("\"202511\""));
}

#[test]
fn each_way_a_token_can_be_dead_is_told_apart() {
    let revoked = r#"{"status":401,"serviceErrorCode":65601,"code":"REVOKED_ACCESS_TOKEN","message":"The token used in the request has been revoked by the user"}"#;
    for (body, word) in [
        (revoked, "revoked"),
        (r#"{"serviceErrorCode":65601}"#, "revoked"),
        (r#"{"status":401,"serviceErrorCode":65602,"code":"EXPIRED_ACCESS_TOKEN"}"#, "expired"),
        (r#"{"code":"EXPIRED_ACCESS_TOKEN"}"#, "expired"),
        (r#"{"status":401,"serviceErrorCode":65600,"message":"Invalid access token"}"#, "not a valid"),
        ("", "not accepted"),
        ("[]", "not accepted"),
    ] {
        let Failure::Refused(why) = failure(401, body) else { panic!("{body}") };
        assert!(why.contains("key `token`") && why.contains(word), "{why}");
    }
}

#[test]
fn a_missing_permission_names_what_to_ask_for() {
    let denied = |resource: &str| {
        format!(
            r#"{{"status":403,"serviceErrorCode":100,"code":"ACCESS_DENIED","message":"Not enough permissions to access: {resource}.GET.20260901"}}"#
        )
    };
    for (resource, permission) in [
        ("partnerApiPostsExternal", "r_organization_social`"),
        ("partnerApiSocialMetadata", "r_organization_social_feed"),
        ("organizationalEntityShareStatistics", "rw_organization_admin"),
        ("networkSizes", "rw_organization_admin"),
        ("somethingNew", "Community Management API"),
    ] {
        let Failure::Refused(why) = failure(403, &denied(resource)) else { panic!("{resource}") };
        assert!(why.contains(permission) && why.contains(resource), "{why}");
    }
    assert!(failure(403, "<html>").why().contains("Community Management API"));
}

#[test]
fn day_limits_last_until_midnight_utc_and_others_as_long_as_told() {
    let midnight = Timestamp::parse_rfc3339("2026-10-27T00:00:00Z");
    for which in ["APPLICATION", "MEMBER"] {
        let body = format!(
            r#"{{"message":"Resource level throttle {which} DAY limit for calls to this resource is reached.","status":429,"serviceErrorCode":101}}"#
        );
        assert!(matches!(failure(429, &body), Failure::Throttled { until, .. } if until == midnight));
    }
    let other = r#"{"message":"Resource level throttle limit is reached. Not TODAY","status":429}"#;
    for body in [other, "", "{}", "too many"] {
        assert!(matches!(failure(429, body), Failure::Throttled { until: None, .. }), "{body}");
    }
    let told = read(&answer(429, &[("retry-after", "90")], ""), "202610", &"a-token".into(), MONDAY);
    assert!(matches!(told, Trouble::Throttled { until: Some(at), .. } if at.since(MONDAY).as_secs() == 90));
    assert_eq!(next_midnight(Timestamp(0)), Timestamp::from_secs(86_400));
    assert_eq!(next_midnight(Timestamp(-1)), Timestamp(0));
    assert_eq!(next_midnight(Timestamp::from_secs(86_400)), Timestamp::from_secs(2 * 86_400));
}

#[test]
fn linkedins_own_trouble_is_transient_and_carries_its_trace_id() {
    let broken = read(&answer(500, &[("x-li-uuid", "AAYabc==")], "{}"), "202610", &"a-token".into(), MONDAY);
    assert!(broken.may_retry());
    let Failure::Transient(why) = broken.into_failure() else { panic!() };
    assert!(why.contains("AAYabc=="), "{why}");
    for (status, body) in [(502, "<html>"), (503, ""), (504, "{"), (418, ""), (302, ""), (410, "")] {
        assert!(matches!(failure(status, body), Failure::Transient(_)), "{status}");
    }
}

#[test]
fn what_the_network_says_is_one_short_line() {
    let long = format!(r#"{{"message":"a\n\u001b[31m{}"}}"#, "x".repeat(5000));
    let why = failure(400, &long).why().to_owned();
    assert!(why.len() < 400 && !why.contains(char::is_control), "{why:?}");
}

#[test]
fn trouble_on_the_way_is_told_apart() {
    let transient = [HttpError::Timeout("a".into()), HttpError::TooLarge(5), HttpError::Failed("dns".into())];
    for error in transient {
        assert!(matches!(Trouble::from(error).into_failure(), Failure::Transient(_)));
    }
    let closed = HttpError::GateClosed { host: "api.linkedin.com".into(), until: MONDAY };
    assert!(
        matches!(Trouble::from(closed).into_failure(), Failure::Throttled { until: Some(at), .. } if at == MONDAY)
    );
    let blocked = Trouble::from(HttpError::Blocked("10.0.0.1".into())).into_failure();
    assert!(matches!(blocked, Failure::Misconfigured(why) if why.contains("key `api`")));
}
