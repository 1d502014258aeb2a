//! Addresses inside a post, as far as they say what is shown and where it leads. Networks sign those of their media anew at
//! every fetch: what is signature is left out, and nothing else. Pure; knows no SQL.

use std::borrow::Cow;

use url::Url;

use crate::domain::network::Network;
use crate::domain::post::{Attachment, AttachmentKind, Draft};

/// Names of the parameters with which LinkedIn signs media (`…?e=<expiry>&v=beta&t=<signature>`).
const LINKEDIN: &[&str] = &["e", "v", "t"];
/// Facebook's; those that begin with `_nc_` are of it, too.
const FACEBOOK: &[&str] = &["oh", "oe", "stp", "ccb", "efg", "edm"];
/// Stores of files that sign addresses, and the beginnings of the parameters they do it with: Amazon S3 (both versions of its
/// signature) and CloudFront, Google Cloud Storage, Azure's shared access signatures. Elsewhere a query says what is shown.
const STORES: &[(&str, &[&str])] = &[
    ("amazonaws.com", &["x-amz-", "awsaccesskeyid=", "signature=", "expires="]),
    ("cloudfront.net", &["expires=", "signature=", "key-pair-id=", "policy="]),
    ("storage.googleapis.com", &["x-goog-", "googleaccessid=", "signature=", "expires="]),
    ("blob.core.windows.net", &["sig=", "se=", "st=", "sp=", "sv=", "sr=", "spr="]),
];

/// An attachment's address and that of its preview, without signatures.
pub(super) fn lasting(network: Network, attachment: &Attachment) -> (Cow<'_, str>, Cow<'_, str>) {
    // A link card leads where its author says; its picture is the network's.
    let own = (attachment.kind != AttachmentKind::Link).then_some(network);
    (unsigned(own, &attachment.url), unsigned(Some(network), &attachment.preview_url))
}

/// Where a post's own links lead, in order: that of its headline, where its author chooses it, and those of its text.
pub(super) fn links(draft: &Draft) -> impl Iterator<Item = &str> {
    // Both networks make the address of a post, and now and then in another form; so is http or https no other place.
    let own = !matches!(draft.network, Network::LinkedIn | Network::Facebook) && !draft.url.is_empty();
    let bare = draft.url.split_once("://").map_or(draft.url.as_str(), |(_, rest)| rest);
    // Our own writer's HTML: quotes and angle brackets of a stranger are escaped.
    let hrefs = draft.html.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    own.then_some(bare).into_iter().chain(hrefs)
}

fn unsigned(network: Option<Network>, url: &str) -> Cow<'_, str> {
    let Some((path, rest)) = url.split_once('?') else { return url.into() };
    let (query, fragment) = rest.find('#').map_or((rest, ""), |at| rest.split_at(at));
    let signs = store_of(url);
    let is_signature = |parameter: &str| {
        let lower = parameter.to_ascii_lowercase();
        let name = lower.split('=').next().unwrap_or_default();
        let by_network = match network {
            Some(Network::LinkedIn) => LINKEDIN.contains(&name),
            Some(Network::Facebook) => FACEBOOK.contains(&name) || name.starts_with("_nc_"),
            _ => false,
        };
        by_network || signs.iter().any(|beginning| lower.starts_with(beginning))
    };
    let kept: Vec<&str> = query.split('&').filter(|parameter| !is_signature(parameter)).collect();
    if kept.is_empty() {
        return format!("{path}{fragment}").into();
    }
    format!("{path}?{}{fragment}", kept.join("&")).into()
}

/// How the store of files at this address signs; empty if it is none.
fn store_of(url: &str) -> &'static [&'static str] {
    let url = Url::parse(url).ok();
    let Some(host) = url.as_ref().and_then(Url::host_str) else { return &[] };
    let is_on =
        |store: &str| host.strip_suffix(store).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    STORES.iter().find(|(store, _)| is_on(store)).map_or(&[], |(_, signs)| signs)
}

#[cfg(test)]
mod tests {
    use super::unsigned;
    use crate::domain::network::Network::{Facebook, Feed, LinkedIn};

    #[test]
    fn a_signature_is_no_part_of_an_address_and_all_else_is() {
        for (network, url, bare) in [
            (LinkedIn, "https://media.licdn.com/a?e=1&v=beta&t=x", "https://media.licdn.com/a"),
            (Facebook, "https://x.fbcdn.net/a.jpg?_nc_cat=1&oh=1&oe=2", "https://x.fbcdn.net/a.jpg"),
            (Facebook, "https://x.fbcdn.net/s.php?url=b&oh=1#f", "https://x.fbcdn.net/s.php?url=b#f"),
            (
                Feed,
                "https://b.s3.amazonaws.com/a.jpg?X-Amz-Date=1&v=2",
                "https://b.s3.amazonaws.com/a.jpg?v=2",
            ),
            (Feed, "https://d1.cloudfront.net/a?Expires=1&Signature=2", "https://d1.cloudfront.net/a"),
        ] {
            assert_eq!(unsigned(Some(network), url), bare);
        }
        for whole in [
            "https://www.youtube.com/watch?v=A",
            "https://notamazonaws.com/a.jpg?X-Amz-Date=1",
            "https://wall.example/a.php?signature=1",
            "not an address?e=1",
        ] {
            assert_eq!(unsigned(Some(Feed), whole), whole);
        }
        assert_eq!(
            unsigned(None, "https://a.example/?e=1"),
            "https://a.example/?e=1",
            "a link card on LinkedIn"
        );
    }
}
