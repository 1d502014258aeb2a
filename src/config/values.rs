//! How single values are read. Each reader answers with the value, or with what it expected, in words.

use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use ipnet::IpNet;
use toml::Value;
use url::Url;

use crate::domain::hashtag::Hashtag;
use crate::domain::time::Timestamp;
use crate::schedule::Cron;

/// What a reader gives back.
pub type Read<T> = Result<T, String>;

/// Text that is not blank.
pub fn text(value: &Value) -> Read<String> {
    let text = value.as_str().map(str::trim).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| "text in quotes".to_owned())
}

/// Text that may be empty.
pub fn any_text(value: &Value) -> Read<String> {
    value.as_str().map(|text| text.trim().to_owned()).ok_or_else(|| "text in quotes".to_owned())
}

/// `true` or `false`.
pub fn truth(value: &Value) -> Read<bool> {
    value.as_bool().ok_or_else(|| "true or false".to_owned())
}

/// A whole number in a range.
pub fn number<T>(least: T, most: T) -> impl Fn(&Value) -> Read<T>
where
    T: TryFrom<i64> + PartialOrd + Copy + std::fmt::Display,
{
    move |value| {
        let number = value.as_integer().and_then(|number| T::try_from(number).ok());
        number
            .filter(|number| least <= *number && *number <= most)
            .ok_or_else(|| format!("a whole number from {least} to {most}"))
    }
}

/// `30s`, `15m`, `6h`, `7d` in a range.
pub fn duration(least: &'static str, most: &'static str) -> impl Fn(&Value) -> Read<Duration> {
    move |value| {
        let range = read_duration(least).zip(read_duration(most));
        let given = value.as_str().and_then(read_duration);
        given.filter(|given| range.is_some_and(|(least, most)| least <= *given && *given <= most)).ok_or_else(
            || format!("a duration like \"30s\", \"15m\", \"6h\" or \"7d\", from {least} to {most}"),
        )
    }
}

fn read_duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let millis: u64 = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.checked_mul(millis).map(Duration::from_millis)
}

/// Anything that reads itself from text, with the words for what is expected.
pub fn parsed<T: FromStr>(expected: &'static str) -> impl Fn(&Value) -> Read<T> {
    move |value| value.as_str().and_then(|text| text.trim().parse().ok()).ok_or_else(|| expected.to_owned())
}

/// An address to listen on.
pub fn listen(value: &Value) -> Read<SocketAddr> {
    parsed("an address and port, like \"127.0.0.1:8080\" or \"[::]:8080\"")(value)
}

/// A list, each item read alone. A mistake names the item.
pub fn list<T>(item: impl Fn(&Value) -> Read<T>) -> impl Fn(&Value) -> Read<Vec<T>> {
    move |value| {
        let items = value.as_array().ok_or_else(|| "a list: [\"…\", \"…\"]".to_owned())?;
        let read = items.iter().enumerate();
        read.map(|(at, each)| {
            item(each)
                .map_err(|expected| format!("{expected}; item {} is {}", at + 1, super::reader::told(each)))
        })
        .collect()
    }
}

/// An address or a range of addresses.
pub fn net(value: &Value) -> Read<IpNet> {
    let text = value.as_str().map(str::trim).unwrap_or_default(); // other types are refused below
    let single = || text.parse::<std::net::IpAddr>().ok().map(IpNet::from);
    text.parse().ok().or_else(single).ok_or_else(|| "an address or range, like \"10.0.0.0/8\"".to_owned())
}

/// A hashtag with or without `#`.
pub fn hashtag(value: &Value) -> Read<Hashtag> {
    value
        .as_str()
        .and_then(Hashtag::new)
        .ok_or_else(|| "a hashtag: letters, digits and _, not digits alone".to_owned())
}

/// An `http` or `https` URL without a password.
pub fn web_url(value: &Value) -> Read<Url> {
    value
        .as_str()
        .and_then(|text| Url::parse(text.trim()).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .filter(|url| url.username().is_empty() && url.password().is_none())
        .ok_or_else(|| "a URL that begins with https:// (or http://), without a password".to_owned())
}

/// An origin: scheme, host and port, nothing more.
pub fn origin(value: &Value) -> Read<String> {
    web_url(value)
        .ok()
        .filter(|url| url.path() == "/" && url.query().is_none() && url.fragment().is_none())
        .map(|url| url.origin().ascii_serialization())
        .ok_or_else(|| "an origin, like \"https://www.kommune.example\"".to_owned())
}

/// A cron expression that comes round.
pub fn cron(value: &Value) -> Read<String> {
    let expression = text(value).map_err(|_| "a cron expression, like \"*/15 * * * *\"".to_owned())?;
    // Any moment will do: what never comes after this one never comes.
    let comes = Cron::parse(&expression)?.next_after(Timestamp::from_secs(1_767_225_600)).is_some();
    if comes {
        Ok(expression)
    } else {
        Err("a cron expression that comes round; this one never does".to_owned())
    }
}

/// One of some words.
pub fn word<T: Copy + 'static>(words: &'static [(&'static str, T)]) -> impl Fn(&Value) -> Read<T> {
    move |value| {
        let found = value.as_str().and_then(|text| words.iter().find(|(word, _)| *word == text.trim()));
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let words: Vec<_> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
            format!("one of {}", words.join(", "))
        })
    }
}

/// Digits, as text or as a number.
pub fn digits(value: &Value) -> Read<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    let proper = !text.is_empty() && text.len() <= 25 && text.bytes().all(|byte| byte.is_ascii_digit());
    if proper { Ok(text) } else { Err("a numeric id, like \"104512998877665\"".to_owned()) }
}
