//! What two posts have in common when they say the same: the same words, or the same link. Both become exact values of
//! the index, so that a post's page finds its kin among what visitors may see. Knows no index and no web.

use sha2::{Digest, Sha256};
use url::Url;

use crate::domain::post::AttachmentKind;
use crate::domain::public::PublicPost;

/// Fewer words than this are said by many who have nothing to do with each other: "God Ledelsesuge!".
const FEWEST_WORDS: usize = 6;
/// Links of one post that count; a newsletter of fifty is kin to nobody.
const MOST_LINKS: usize = 5;

/// The values of a post; two posts with one in common belong together.
pub fn keys(post: &PublicPost) -> Vec<String> {
    let mut keys: Vec<String> = words(&post.text).map(|words| key("w", &words)).into_iter().collect();
    let mut links: Vec<String> = post
        .attachments
        .iter()
        .filter(|attachment| attachment.kind == AttachmentKind::Link)
        .map(|attachment| attachment.url.clone())
        .chain(hrefs(&post.html))
        .chain([post.url.clone()])
        .filter_map(|address| page(&address))
        .collect();
    links.sort_unstable();
    links.dedup();
    if links.len() <= MOST_LINKS + 1 {
        keys.extend(links.iter().map(|link| key("l", link)));
    }
    keys
}

/// The words alone: hashtags, handles, addresses, signs and case are how networks differ, not what was said.
fn words(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .filter(|word| !word.starts_with(['#', '@', '＃']) && !word.contains("://"))
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    (words.len() >= FEWEST_WORDS).then(|| words.join(" "))
}

/// Links in sanitised HTML, but for hashtags and mentions, which link to their own network.
fn hrefs(html: &str) -> Vec<String> {
    html.split("<a ")
        .skip(1)
        .filter_map(|link| {
            let address = link.split_once("href=\"")?.1.split('"').next()?;
            let text = link.split_once('>')?.1.trim_start_matches("<span>").trim_start();
            (!text.starts_with(['#', '@', '＃'])).then(|| address.replace("&amp;", "&"))
        })
        .collect()
}

/// A page, as compared: host and path. A host's front page is too common to tell anything.
fn page(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let path = url.path().trim_end_matches('/');
    if path.is_empty() || !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{path}{query}", host.strip_prefix("www.").unwrap_or(host)))
}

fn key(kind: &str, value: &str) -> String {
    format!("{kind}:{}", hex::encode(&Sha256::digest(value.as_bytes())[..12]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_on_two_networks_are_the_same() {
        let linkedin = "Hvornår har du sidst takket en kollega? #Ledelsesugen";
        let mastodon = "Hvornår har DU sidst takket en kollega?\n\n#ledelsesugen @lone https://a.example/x";
        assert_eq!(words(linkedin), words(mastodon));
        assert_ne!(words(linkedin), words("Hvornår har du sidst takket en leder? #Ledelsesugen"));
        assert_eq!(words("God Ledelsesuge til alle! #Ledelsesugen"), None, "anybody says that");
    }

    #[test]
    fn a_page_is_the_same_however_it_is_linked_and_a_front_page_tells_nothing() {
        assert_eq!(page("https://www.kl.dk/raad/"), page("http://kl.dk/raad#top"));
        assert_eq!(page("https://kl.dk/"), None);
        assert_eq!(page("mailto:a@b.example"), None);
        let html = "<p><a href=\"https://m.example/tags/x\">#x</a> <a href=\"https://kl.dk/?a=1&amp;b=2\">kl</a>\
             <a href=\"https://m.example/@lone\">@<span>lone</span></a></p>";
        assert_eq!(hrefs(html), ["https://kl.dk/?a=1&b=2"]);
    }
}
