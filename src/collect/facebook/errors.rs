//! Graph error codes → what to do about them. The codes: Meta's "Handling errors" and "Rate limits" pages.
//!
//! An error comes with any HTTP status, so the status is looked at only where the body says nothing.

use std::time::Duration;

use super::wire;
use crate::collect::collector::Failure;
use crate::domain::time::Timestamp;

/// How long after "blocked as abusive" (368) nothing is sent: calling on makes such a block longer.
const ABUSE_PAUSE: Duration = Duration::from_secs(24 * 3_600);

/// What went wrong with one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The object does not exist, or not for this token (100/33, 803).
    Missing(String),
    /// The answer would be too large: ask for fewer at a time.
    TooMuch(String),
    /// A permission or feature is missing for this call (10, 200–299).
    Forbidden(String),
    /// Everything else.
    Failed(Failure),
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Missing(why) => Self::Misconfigured(why),
            Trouble::TooMuch(why) => Self::Transient(why),
            Trouble::Forbidden(why) => Self::Refused(why),
            Trouble::Failed(failure) => failure,
        }
    }
}

/// Reads an error object. `until` is when the network's own headers say that a limit ends.
pub fn trouble(error: &wire::Error, until: Option<Timestamp>, now: Timestamp) -> Trouble {
    let code = error.code.unwrap_or_default();
    let subcode = error.error_subcode.unwrap_or_default();
    let said = match error.message.is_empty() {
        true => "no message".to_owned(),
        false => shorten(&error.message),
    };
    let why = |what: &str| match subcode {
        0 => format!("{what} (Graph error {code}: {said})"),
        _ => format!("{what} (Graph error {code}/{subcode}: {said})"),
    };
    Trouble::Failed(match code {
        1 if error.message.contains("reduce the amount of data") => {
            return Trouble::TooMuch(why("the answer would be too large"));
        }
        1 | 2 => Failure::Transient(why("Facebook has trouble of its own")),
        4 | 17 | 32 | 613 | 80_001 | 80_002 => Failure::Throttled { until, why: why(limit_named(code)) },
        368 => Failure::Throttled {
            until: Some(until.unwrap_or_default().max(now.plus(ABUSE_PAUSE))),
            why: why("blocked as abusive; nothing is sent for a day"),
        },
        10 | 200..=299 => {
            return Trouble::Forbidden(why(
                "a permission is missing: an own Page needs pages_read_engagement and pages_read_user_content, \
                 another's Page needs the feature Page Public Content Access",
            ));
        }
        100 if subcode == 33 => {
            return Trouble::Missing(why("no such object, or this token may not see it"));
        }
        803 => return Trouble::Missing(why("no Page or post has that id or name")),
        100 => Failure::Misconfigured(why("Facebook does not accept the request")),
        2500 => Failure::Misconfigured(why("no such path: check page and version")),
        102 | 104 | 190 => Failure::Refused(why(token_trouble(subcode))),
        1705 => Failure::Refused(why("the token is a person's, and a Page's own token is needed")),
        _ => Failure::Transient(why("Facebook answered with an error this version does not know")),
    })
}

fn limit_named(code: i64) -> &'static str {
    match code {
        4 => "the app's request limit is reached",
        17 => "the user's request limit is reached",
        32 => "the Page's request limit is reached",
        613 => "a custom rate limit is reached",
        _ => "the Page's business use case limit is reached",
    }
}

fn token_trouble(subcode: i64) -> &'static str {
    match subcode {
        458 => "the app was removed by the token's owner: grant access again and make a new Page token",
        459 => "the token's owner must pass a security check on facebook.com before the token works again",
        460 => "the password was changed: sign in again and make a new Page token",
        463 => "the token has expired: make a new one",
        464 => "the token's owner has not confirmed the account",
        467 => "the token is no longer valid: make a new one",
        492 => {
            "the token's owner has no role on the Page any more: restore the role, then make a new Page token"
        }
        _ => "the access token is not accepted: make a new one",
    }
}

/// An operator reads the start of a message; the rest is links to documentation.
fn shorten(message: &str) -> String {
    const MOST: usize = 300;
    match message.char_indices().nth(MOST) {
        None => message.to_owned(),
        Some((at, _)) => format!("{}…", &message[..at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_792_998_000);

    fn read(code: i64, subcode: i64, message: &str) -> Trouble {
        let error =
            wire::Error { message: message.to_owned(), code: Some(code), error_subcode: Some(subcode) };
        trouble(&error, None, NOW)
    }

    #[test]
    fn each_code_is_one_behaviour() {
        let failure = |code, subcode| Failure::from(read(code, subcode, "(#0) x"));
        assert!(matches!(failure(1, 0), Failure::Transient(_)));
        assert!(matches!(failure(2, 0), Failure::Transient(_)));
        for code in [4, 17, 32, 613, 80_001] {
            assert!(matches!(failure(code, 0), Failure::Throttled { until: None, .. }), "{code}");
        }
        for code in [10, 200, 299, 190, 102, 104, 1705] {
            assert!(matches!(failure(code, 0), Failure::Refused(_)), "{code}");
        }
        for (code, subcode) in [(100, 0), (100, 33), (803, 0), (2500, 0)] {
            assert!(matches!(failure(code, subcode), Failure::Misconfigured(_)), "{code}");
        }
        let Failure::Throttled { until: Some(until), .. } = failure(368, 0) else { panic!() };
        assert_eq!(until.since(NOW), ABUSE_PAUSE);
        assert!(matches!(failure(987_654, 0), Failure::Transient(_)));
    }

    #[test]
    fn a_dead_token_says_why_it_died() {
        for (subcode, word) in
            [(458, "removed"), (459, "check"), (460, "password"), (463, "expired"), (492, "role")]
        {
            let Trouble::Failed(Failure::Refused(why)) = read(190, subcode, "m") else { panic!() };
            assert!(why.contains(word) && why.contains(&subcode.to_string()), "{why}");
        }
    }

    #[test]
    fn a_too_large_answer_is_not_an_outage() {
        let said = "Please reduce the amount of data you're asking for, then retry your request";
        assert!(matches!(read(1, 0, said), Trouble::TooMuch(_)));
    }
}
