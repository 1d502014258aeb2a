//! A made-up wall with known truth: five editions, authors on several networks, counts that are missing, dropped or negative,
//! audiences that are told, not told, or told late. The same posts for the same number, every time.

/// 26 October 2026, 00:00 in Denmark, and the Mondays of the four weeks 44 before it, µs.
pub const MONDAYS: [i64; 5] = [
    1_667_170_800_000_000,
    1_698_620_400_000_000,
    1_730_070_000_000_000,
    1_761_519_600_000_000,
    1_792_969_200_000_000,
];
/// µs.
pub const HOUR: i64 = 3_600_000_000;

/// Networks.
pub const NETWORKS: [&str; 4] = ["linkedin", "facebook", "mastodon", "feed"];
/// Sectors.
pub const SECTORS: [&str; 4] = ["stat", "region", "kommune", "other"];
/// Languages; the last is "not known".
pub const LANGUAGES: [&str; 4] = ["da", "en", "sv", ""];

/// One post.
pub struct Made {
    /// Its number.
    pub number: u64,
    /// µs.
    pub time: i64,
    pub network: &'static str,
    pub sector: &'static str,
    pub language: &'static str,
    pub organisation: Option<String>,
    /// Key of the author: a person and a network; `None` if the network does not name them.
    pub writer: Option<String>,
    pub media: Option<&'static str>,
    pub tags: Vec<String>,
    /// Reactions, comments, shares, views.
    pub counts: [Option<i64>; 4],
    pub followers: Option<i64>,
    pub text: String,
}

/// SplitMix64 of a post's number and what is asked of it: no state, so that any post can be made by itself.
fn chance(number: u64, what: u64) -> u64 {
    let mut mixed =
        number.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(what.wrapping_mul(0xD1B5_4A32_D192_ED03));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Small numbers are likely, as with authors and tags.
fn skewed(chance: u64, most: u64) -> u64 {
    let part = (chance % 10_000) as f64 / 10_000.0;
    (part * part * part * most as f64) as u64
}

/// The post of a number, of so many in all. Older posts have smaller numbers.
pub fn post(number: u64, posts: u64) -> Made {
    let roll = |what, sides| chance(number, what) % sides;
    let edition = (number * MONDAYS.len() as u64 / posts.max(1)).min(MONDAYS.len() as u64 - 1);
    let monday = MONDAYS[edition as usize];
    // Two weeks before to two weeks after; most in the week, by day more than by night.
    let hours = if roll(1, 3) > 0 { roll(2, 7 * 24) as i64 } else { roll(2, 35 * 24) as i64 - 14 * 24 };
    let time = monday + hours * HOUR + (roll(3, 3_600_000) as i64) * 1_000;
    let network = NETWORKS[roll(4, 4) as usize];
    let person = skewed(chance(number, 5), (posts / 6).max(10));
    let writer = (roll(6, 20) > 0).then(|| format!("{network}:{person}"));
    let organisation = (!person.is_multiple_of(3)).then(|| format!("Organisation {}", person % 400));
    let gone = |what| roll(what, 4) == 0;
    let counts = [10, 11, 12, 13].map(|what| {
        // One in four is not told; one in fifty is below zero, as LinkedIn's likes can be.
        (!gone(what)).then(|| {
            if roll(what + 10, 50) == 0 {
                -(roll(what + 20, 3) as i64) - 1
            } else {
                skewed(chance(number, what + 30), 500) as i64
            }
        })
    });
    let counts = if network == "feed" { [None; 4] } else { counts };
    let mut tags = vec!["ledelsesugen".to_owned()];
    (0..roll(7, 4)).for_each(|at| tags.push(format!("emne{}", skewed(chance(number, 70 + at), 300))));
    tags.sort_unstable();
    tags.dedup();
    Made {
        number,
        time,
        network,
        sector: SECTORS[(person % 4) as usize],
        language: LANGUAGES[(skewed(chance(number, 8), 4)) as usize],
        organisation,
        followers: (writer.is_some() && !person.is_multiple_of(4) && roll(14, 5) > 0)
            .then(|| (person * 37 % 5_000) as i64),
        writer,
        media: [None, Some("image"), Some("video"), Some("link")][roll(9, 4) as usize],
        tags,
        counts,
        text: format!("{} {} i ugen", WORDS[roll(15, 12) as usize], WORDS[roll(16, 12) as usize]),
    }
}

const WORDS: [&str; 12] = [
    "trivsel",
    "opgaven",
    "sammenhæng",
    "retning",
    "tillid",
    "borgerne",
    "kerneopgave",
    "samarbejde",
    "arbejdsmiljø",
    "frisættelse",
    "fællesskab",
    "kvalitet",
];
