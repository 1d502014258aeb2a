//! What keeps programs from handing in by the thousand without a puzzle for people: the form carries a code with the moment
//! it was made, and a browser with scripts works a little on it (a proof of work: SHA-256 of code and answer begins with
//! [`BITS`] zero bits, some 65,000 tries, a part of a second on a phone). A code is good once, and
//! signed with a secret of this process: nobody makes their own. Reads no clock.

use std::sync::LazyLock;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::domain::time::Timestamp;

/// Zero bits the proof begins with; `submit.js` reads them from the form.
pub const BITS: u32 = 16;
/// Seconds a form is good for: somebody may write a while.
const GOOD_FOR: i64 = 6 * 3_600;
/// Seconds a person needs at least, where no script worked for them.
const AT_LEAST: i64 = 8;

/// Characters of a code: time, randomness, signature.
const LENGTH: usize = 8 + 24 + SIGNED;
/// Characters of the signature.
const SIGNED: usize = 16;

/// Of this process: a form that outlives it is asked for once more.
static SECRET: LazyLock<[u8; 32]> = LazyLock::new(rand::random);

/// A form's code: when it was made, randomness, and our signature of both.
pub fn new_code(now: Timestamp, random: [u8; 12]) -> String {
    let seconds = u32::try_from(now.0 / 1_000_000).unwrap_or(u32::MAX);
    let said = format!("{seconds:08x}{}", hex::encode(random));
    let signature = signature(&said).unwrap_or_default();
    said + &signature
}

/// `None` never comes of it: any key is long enough for HMAC.
fn signature(said: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&*SECRET).ok()?;
    mac.update(said.as_bytes());
    let mut signature = hex::encode(mac.finalize().into_bytes());
    signature.truncate(SIGNED);
    Some(signature)
}

/// True if the code is one that this process made.
fn is_ours(code: &str) -> bool {
    let Some((said, signed)) = code.split_at_checked(LENGTH - SIGNED) else { return false };
    // Compared by their hashes: how long it takes tells nothing of where they differ.
    signature(said).is_some_and(|ours| Sha256::digest(ours) == Sha256::digest(signed))
}

/// What a form's code and proof are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// A browser worked for it.
    Proven,
    /// No proof, but a person's time.
    Plain,
    /// Neither: sent faster than anybody reads.
    Hasty,
    /// The form is older than a working day, from the future, or of a process that is no more.
    Stale,
    /// No code of ours.
    Forged,
}

/// Weighs them.
pub fn worth(code: &str, proof: &str, now: Timestamp) -> Worth {
    let made = code.get(..8).and_then(|made| i64::from_str_radix(made, 16).ok());
    let sound = code.len() == LENGTH && code.bytes().all(|byte| byte.is_ascii_hexdigit());
    let Some(made) = made.filter(|_| sound) else { return Worth::Forged };
    let age = now.0 / 1_000_000 - made;
    if !(-5..=GOOD_FOR).contains(&age) || !is_ours(code) {
        return Worth::Stale;
    }
    if is_proof(code, proof) {
        Worth::Proven
    } else if age >= AT_LEAST {
        Worth::Plain
    } else {
        Worth::Hasty
    }
}

fn is_proof(code: &str, proof: &str) -> bool {
    let plain = (1..=16).contains(&proof.len()) && proof.bytes().all(|byte| byte.is_ascii_digit());
    let hash = Sha256::digest(format!("{code}:{proof}"));
    plain && u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]).leading_zeros() >= BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_or_time_is_asked_for_and_a_code_grows_old() {
        let now = Timestamp::from_secs(1_792_998_000);
        let after = |seconds| now.plus(std::time::Duration::from_secs(seconds));
        let code = new_code(now, [7; 12]);
        let proof = (0_u64..).map(|n| n.to_string()).find(|n| is_proof(&code, n)).unwrap();
        assert_eq!(worth(&code, &proof, now), Worth::Proven);
        assert_eq!(worth(&code, "", now), Worth::Hasty);
        assert_eq!(worth(&code, "", after(10)), Worth::Plain);
        assert_eq!(worth(&code, &proof, after(86_400)), Worth::Stale);
        assert_eq!(worth(&new_code(after(86_400), [7; 12]), &proof, now), Worth::Stale);
        for forged in ["", "x", &"zz".repeat(24), &code[..32], "å".repeat(24).as_str()] {
            assert_eq!(worth(forged, &proof, now), Worth::Forged, "{forged}");
        }
        let own = format!("{}{}", &code[..32], "0".repeat(SIGNED));
        assert_eq!(worth(&own, &proof, now), Worth::Stale, "signed by somebody else");
        let other = new_code(now, [8; 12]);
        assert_ne!(worth(&other, &proof, now), Worth::Proven, "work is for one code");
    }
}
