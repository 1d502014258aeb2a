//! Cursors as programs get them: opaque, and good for the same question alone. A broken one is told apart from one that
//! leads on, since a silent first page would make a program run in circles. Nothing in it is secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::problem::Problem;

/// Bytes of the check.
const CHECK: usize = 6;

/// Seals a place in the answers to a question.
pub fn seal(question: &str, place: &str) -> String {
    let mut sealed = check(question, place.as_bytes()).to_vec();
    sealed.extend_from_slice(place.as_bytes());
    URL_SAFE_NO_PAD.encode(sealed)
}

/// The place.
///
/// # Errors
/// A cursor of another question, or of nobody.
pub fn open(question: &str, cursor: &str) -> Result<String, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Problem::cursor())?;
    let (given, place) = bytes.split_at_checked(CHECK).ok_or_else(Problem::cursor)?;
    let place = std::str::from_utf8(place).map_err(|_| Problem::cursor())?;
    if given == check(question, place.as_bytes()) { Ok(place.to_owned()) } else { Err(Problem::cursor()) }
}

fn check(question: &str, place: &[u8]) -> [u8; CHECK] {
    let mut hash = Sha256::new();
    hash.update(question.as_bytes());
    hash.update([0]);
    hash.update(place);
    let mut check = [0; CHECK];
    check.copy_from_slice(&hash.finalize()[..CHECK]);
    check
}

#[cfg(test)]
mod tests {
    use super::{open, seal};

    #[test]
    fn it_opens_for_the_question_it_was_sealed_for_alone() {
        let sealed = seal("posts?q=a", "0.abc");
        assert_eq!(open("posts?q=a", &sealed).unwrap(), "0.abc");
        for (question, cursor) in [
            ("posts?q=b", sealed.as_str()),
            ("posts?q=a", &sealed[1..]),
            ("posts?q=a", ""),
            ("posts?q=a", "æ"),
            ("posts?q=a", "AAAA"),
            ("posts?q=a", "////"),
        ] {
            open(question, cursor).unwrap_err();
        }
    }
}
