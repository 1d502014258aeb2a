//! Where something is, out of one line of text: "Store Sal, Rådhuspladsen 2, 8000 Aarhus", "Teams", a link.

use crate::domain::link::find_links;

/// Words that mean "not in a room".
const ONLINE: [&str; 11] = [
    "online",
    "teams",
    "zoom",
    "webinar",
    "virtuelt",
    "digitalt",
    "livestream",
    "streaming",
    "google meet",
    "webex",
    "fjernfremmøde",
];

/// A place as told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Hall or house.
    pub name: String,
    /// The rest of it.
    pub address: String,
    /// A link in it.
    pub link: String,
    /// It is, or is also, online.
    pub is_online: bool,
}

/// Takes a location's text apart.
pub fn read(text: &str) -> Place {
    let mut rest = text.trim().to_owned();
    let mut link = String::new();
    if let Some(range) = find_links(&rest).into_iter().next() {
        link = rest[range.clone()].to_owned();
        rest.replace_range(range, "");
    }
    let rest =
        rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '(' | ')'));
    let lower = rest.to_lowercase();
    let says_online = ONLINE.iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + word.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    });
    let is_online = says_online || (!link.is_empty() && (rest.is_empty() || is_meeting(&link)));
    // "Microsoft Teams-møde" is no room, and neither is the word alone.
    let room = if says_online && !lower.contains(|c: char| c.is_ascii_digit()) && !lower.contains(" og ") {
        ""
    } else {
        rest
    };
    let (name, address) = match room.find(['\n', ',']) {
        Some(at) => (&room[..at], room[at + 1..].trim()),
        None => (room, ""),
    };
    let address =
        address.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    Place { name: name.trim().to_owned(), address, link, is_online }
}

/// True for the addresses where people meet online.
pub fn is_meeting(link: &str) -> bool {
    let link = link.to_ascii_lowercase();
    ["teams.microsoft", "teams.live", "zoom.us/", "meet.google", "webex.com", "whereby.com", "meet.jit.si"]
        .iter()
        .any(|host| link.contains(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (String, String, String, bool) {
        let Place { name, address, link, is_online } = read(text);
        (name, address, link, is_online)
    }

    #[test]
    fn a_line_is_taken_apart() {
        let of = |name: &str, address: &str, link: &str, online| {
            (name.into(), address.into(), link.into(), online)
        };
        assert_eq!(told("Store Sal\nAarhus"), of("Store Sal", "Aarhus", "", false));
        assert_eq!(
            told("Rådhuset, Rådhuspladsen 2, 8000 Aarhus C"),
            of("Rådhuset", "Rådhuspladsen 2, 8000 Aarhus C", "", false)
        );
        assert_eq!(told("Microsoft Teams-møde"), of("", "", "", true));
        assert_eq!(
            told("https://teams.microsoft.com/l/1"),
            of("", "", "https://teams.microsoft.com/l/1", true)
        );
        assert_eq!(told("Salen og online"), of("Salen og online", "", "", true));
        assert_eq!(told("Onlinevej"), of("Onlinevej", "", "", false));
        assert_eq!(told(""), of("", "", "", false));
    }
}
