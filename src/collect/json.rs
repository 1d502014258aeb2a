//! Strangers' JSON, read tolerantly: a byte that is no UTF-8 costs a character, a field of the wrong type costs that
//! field. Knows no network.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::http::Response;

/// Lists and objects inside one another that are read. serde_json refuses a whole document at 128, and no network nests
/// more than ten.
const DEEPEST: usize = 64;

/// Reads a body as JSON. Invalid UTF-8 and lone surrogate escapes (text cut in the middle of an emoji) become U+FFFD, and
/// what is nested beyond reason becomes `null`, instead of costing the whole answer.
///
/// # Errors
/// Where it broke; never quotes the body.
pub fn body(response: &Response) -> Result<Value, String> {
    let broken = match response.json::<Value>() {
        Ok(value) => return Ok(value),
        Err(broken) => broken,
    };
    let mended = mend_surrogates(&shallow(&String::from_utf8_lossy(&response.body)));
    // The first error is the one that tells where the network's own text broke.
    serde_json::from_str(&mended).map_err(|_| broken)
}

/// A field of any type: what does not fit is as if the network had not sent it, which every network may do anyway.
///
/// # Errors
/// Only broken JSON.
pub fn field<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    // Right, because a field that does not fit its documented type is treated as absent, like the fields networks leave out.
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// A text or an id: networks send ids as strings and as numbers.
///
/// # Errors
/// Only broken JSON.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(as_text(&Value::deserialize(deserializer)?))
}

/// A count: a number, or a number in a string.
///
/// # Errors
/// Only broken JSON.
pub fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        // A count with a fraction is no count, but 41.0 is what some JSON writers make of 41.
        Value::Number(number) => {
            number.as_i64().or_else(|| number.as_f64().filter(|n| n.fract() == 0.0).map(|n| n as i64))
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// A list whose elements are read one by one: one that does not fit is dropped, `{}` or `null` is an empty list.
///
/// # Errors
/// Only broken JSON.
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    Ok(match Value::deserialize(deserializer)? {
        Value::Array(items) => {
            items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect()
        }
        _ => Vec::new(),
    })
}

/// A string as it is, a number as its digits, anything else as nothing.
pub fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Pixels, where a network gives them as any kind of number.
pub fn pixels(count: Option<i64>) -> Option<u32> {
    count.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0)
}

/// The same document with `null` for every list and object that stands deeper than [`DEEPEST`]: one post that nests
/// without end must not keep its page unreadable for ever. Linear; broken JSON stays broken.
pub fn shallow(json: &str) -> Cow<'_, str> {
    let mut out = String::new();
    // Where what is not yet in `out` begins.
    let mut from = 0;
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in json.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                if depth == DEEPEST {
                    out.push_str(&json[from..at]);
                    out.push_str("null");
                    from = json.len();
                }
                depth += 1;
            }
            b']' | b'}' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == DEEPEST {
                    from = at + 1;
                }
            }
            _ => {}
        }
    }
    if out.is_empty() {
        return Cow::Borrowed(json);
    }
    out.push_str(&json[from..]);
    Cow::Owned(out)
}

fn mend_surrogates(json: &str) -> String {
    let mut mended = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            (Some(_), _) => 6,
            // An escape of two characters, of which the second may be a backslash.
            (None, _) => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
        };
        mended.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    mended.push_str(rest);
    mended
}

fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.chars().all(|c| c.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Value, String> {
        let url = url::Url::parse("https://graph.example/").unwrap();
        body(&Response { status: 200, headers: Vec::new(), body: bytes.to_vec(), url, moved_to: None })
    }

    #[test]
    fn an_emoji_cut_in_half_costs_a_character_not_the_answer() {
        let value = read(br#"{"a":"tak \ud83d","b":"hel \ud83d\ude00","c":"\\ud83d"}"#).unwrap();
        assert_eq!(value["a"], "tak \u{fffd}");
        assert_eq!(value["b"], "hel 😀");
        assert_eq!(value["c"], "\\ud83d");
    }

    #[test]
    fn a_byte_that_is_no_utf8_costs_a_character_not_the_answer() {
        assert_eq!(read(b"{\"a\":\"k\xf8benhavn\"}").unwrap()["a"], "k\u{fffd}benhavn");
    }

    #[test]
    fn a_truncated_answer_is_an_error_that_does_not_quote_it() {
        let broken = read(br#"{"data":[{"message":"hemmeligt"#).unwrap_err();
        assert!(!broken.contains("hemmeligt"), "{broken}");
    }

    fn nested(times: usize) -> String {
        format!("{}1{}", "[{\"a]\":".repeat(times), "}]".repeat(times))
    }

    #[test]
    fn one_value_nested_without_end_costs_itself_not_the_answer() {
        let json =
            format!(r#"{{"data":[{{"deep":{0},"b":{0}}},{{"message":"hej ]}}\\\""}}]}}"#, nested(100_000));
        let value = read(json.as_bytes()).unwrap();
        assert_eq!(value["data"][1]["message"], "hej ]}\\\"");
        assert!(value["data"][0]["deep"][0]["a]"].is_array());
        assert!(read(&nested(100_000).as_bytes()[..300_000]).is_err());
    }

    #[test]
    fn ordinary_nesting_is_left_alone() {
        assert!(matches!(shallow(&nested(DEEPEST / 2)), Cow::Borrowed(_)));
        assert_eq!(shallow(&nested(DEEPEST / 2 + 1)).matches("null").count(), 1);
        serde_json::from_str::<Value>(&shallow(&nested(DEEPEST))).unwrap();
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_when_made_shallow(times in 0..200_usize, text in "[\\[\\]{}\"\\\\a-zæ]{0,100}") {
            let _cut = shallow(&format!("{}{text}", "[".repeat(times)));
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _read = read(&bytes).is_ok();
        }

        #[test]
        fn whole_text_survives_mending(text in ".*") {
            let json = serde_json::to_string(&text).unwrap();
            proptest::prop_assert_eq!(serde_json::from_str::<String>(&mend_surrogates(&json)).unwrap(), text);
        }
    }
}
