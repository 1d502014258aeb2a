//! Near-duplicates: a 64-bit SimHash over three words at a time (Charikar 2002; Manku, Jain and Das Sarma 2007), cut into
//! eight bands that are looked up, and the cluster a post belongs to. Exact copies have the same sketch.

use sha2::{Digest, Sha256};

use super::db::{StoreError, Tx};
use super::sql::args;
use crate::domain::hashtag::fold;
use crate::domain::post::{Draft, PostId};

/// Fewer words than this say too little to be called nearly the same.
const TELLING_WORDS: usize = 6;
/// Bits in which two posts that are nearly the same may differ. A changed word in thirty moves some ten of 64; of two texts
/// that have nothing to do with each other one pair in a hundred million is this near.
const NEAR: u32 = 10;
const SHINGLE: usize = 3;
/// Posts looked at in one lookup: a hostile flood must not make every write slow.
const LOOKED_AT: u32 = 500;

/// The sketch of a text, or `None` if its words are too few. Addresses are left out: they differ where nothing else does.
fn sketch(text: &str) -> Option<u64> {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split_whitespace()
        .filter(|word| !word.contains("://"))
        .flat_map(|word| word.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() < TELLING_WORDS {
        return None;
    }
    let mut balance = [0_i32; 64];
    for shingle in words.windows(SHINGLE) {
        let digest = Sha256::digest(shingle.join(" ").as_bytes());
        for (bit, balance) in balance.iter_mut().enumerate() {
            *balance += if digest[bit / 8] >> (bit % 8) & 1 == 1 { 1 } else { -1 };
        }
    }
    let bits = balance.iter().enumerate().filter(|(_, balance)| **balance > 0);
    Some(bits.fold(0, |sketch, (bit, _)| sketch | 1 << bit))
}

/// True if the texts behind two sketches are nearly the same.
fn near(a: u64, b: u64) -> bool {
    (a ^ b).count_ones() <= NEAR
}

/// Keeps a post's sketch and finds its cluster: that of the earliest post it is nearly the same as, or its own.
pub(super) async fn put(tx: &mut Tx, post: &PostId, draft: &Draft) -> Result<(), StoreError> {
    tx.run("DELETE FROM sketches WHERE post = $1", args![&post.0]).await?;
    let title = draft.title.as_deref().unwrap_or_default();
    let Some(sketch) = sketch(&format!("{title} {}", draft.text)) else { return Ok(()) };
    let band = sketch.to_le_bytes().map(i64::from);
    let found = tx
        .all(
            "SELECT sketch, cluster FROM sketches WHERE b0 = $1 OR b1 = $2 OR b2 = $3 OR b3 = $4 OR b4 = $5 \
             OR b5 = $6 OR b6 = $7 OR b7 = $8 ORDER BY post LIMIT $9",
            args![
                band[0], band[1], band[2], band[3], band[4], band[5], band[6], band[7], LOOKED_AT
            ],
        )
        .await?;
    let mut cluster = post.0.clone();
    for row in &found {
        if near(row.get::<i64>("sketch")?.cast_unsigned(), sketch) {
            cluster = row.get("cluster")?;
            break;
        }
    }
    tx.run(
        "INSERT INTO sketches (post, sketch, cluster, b0, b1, b2, b3, b4, b5, b6, b7) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            &post.0,
            sketch.cast_signed(),
            cluster,
            band[0],
            band[1],
            band[2],
            band[3],
            band[4],
            band[5],
            band[6],
            band[7]
        ],
    )
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{near, sketch};

    const TEXT: &str = "I dag har vi talt om tillid og ledelse i hjemmeplejen, og det blev til mange gode \
                        historier fra en travl hverdag hvor ingen har tid nok, men alle vil noget sammen";

    #[test]
    fn a_few_changed_words_are_nearly_the_same() {
        let of = |text: &str| sketch(text).unwrap();
        let base = of(TEXT);
        for almost in [
            TEXT.to_uppercase(),
            format!("{TEXT} https://example.dk/1234 #Ledelsesugen"),
            TEXT.replace("gode", "stærke"),
            TEXT.replace("I dag", "I går"),
        ] {
            assert!(near(base, of(&almost)), "{almost}: {}", (base ^ of(&almost)).count_ones());
        }
    }

    #[test]
    fn other_texts_are_not_and_short_ones_are_nothing() {
        let other = "Kommunen inviterer til åbent møde om skolernes ledelse torsdag aften i rådhushallen med \
                     kaffe, kage og debat om hvordan vi bliver bedre til at lytte";
        assert!(!near(sketch(TEXT).unwrap(), sketch(other).unwrap()));
        for short in ["", "Godt gået! #Ledelsesugen", "👍 👍 👍", "https://a.example/b/c/d/e/f/g"] {
            assert_eq!(sketch(short), None, "{short}");
        }
    }
}
