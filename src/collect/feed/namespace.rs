//! Which vocabulary an element belongs to: by its namespace's URI whatever the prefix, by the usual prefix where the
//! URI is missing or unknown. Case of the URI does not count.

/// A vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ns {
    /// RSS of every kind and Atom: one vocabulary, as feeds mix them.
    Core,
    /// Dublin Core, elements.
    Dc,
    /// Dublin Core, terms.
    DcTerms,
    /// `content:encoded`.
    Content,
    /// Media RSS.
    Media,
    /// Apple's podcasts.
    Itunes,
    /// Podcasting 2.0.
    Podcast,
    /// Syndication: how often it changes.
    Sy,
    /// Comment counts of RSS.
    Slash,
    /// Threading of Atom.
    Thr,
    /// RDF.
    Rdf,
    /// FeedBurner.
    Feedburner,
    /// XHTML.
    Xhtml,
    /// Anything else.
    Other,
}

/// The vocabulary of a namespace URI, if known.
pub fn of_uri(uri: &str) -> Option<Ns> {
    let uri = uri.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
    let uri = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or(&uri);
    Some(match uri {
        ""
        | "www.w3.org/2005/atom"
        | "purl.org/atom/ns"
        | "purl.org/echo"
        | "purl.org/pie"
        | "purl.org/rss/1.0"
        | "purl.org/rss/1.0/modules/rss091"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9"
        | "example.com/necho"
        | "example.com/newformat"
        | "purl.org/net/rss1.1"
        | "www.rssboard.org/rss-specification"
        | "blogs.law.harvard.edu/tech/rss"
        | "cyber.law.harvard.edu/rss"
        | "cyber.law.harvard.edu/rss/rss.html"
        | "purl.org/rss/2.0" => Ns::Core,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => Ns::Dc,
        "purl.org/dc/terms" => Ns::DcTerms,
        "purl.org/rss/1.0/modules/content" => Ns::Content,
        "search.yahoo.com/mrss" | "tools.search.yahoo.com/mrss" => Ns::Media,
        "www.itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Ns::Itunes,
        "podcastindex.org/namespace/1.0" => Ns::Podcast,
        "purl.org/rss/1.0/modules/syndication" => Ns::Sy,
        "purl.org/rss/1.0/modules/slash" => Ns::Slash,
        "purl.org/syndication/thread/1.0" => Ns::Thr,
        "www.w3.org/1999/02/22-rdf-syntax-ns" => Ns::Rdf,
        "rssnamespace.org/feedburner/ext/1.0" => Ns::Feedburner,
        "www.w3.org/1999/xhtml" => Ns::Xhtml,
        other
            if other.starts_with("backend.userland.com/rss")
                || other.starts_with("my.netscape.com/publish/formats/rss") =>
        {
            Ns::Core
        }
        other if other.contains("podcast-namespace") => Ns::Podcast,
        _ => return None,
    })
}

/// The vocabulary usually meant by a prefix.
pub fn of_prefix(prefix: &str) -> Ns {
    match prefix.to_ascii_lowercase().as_str() {
        "" | "atom" | "atom03" | "atom10" | "a10" | "rss" | "rss10" | "rss11" => Ns::Core,
        "dc" => Ns::Dc,
        "dcterms" | "dct" => Ns::DcTerms,
        "content" => Ns::Content,
        "media" => Ns::Media,
        "itunes" => Ns::Itunes,
        "podcast" => Ns::Podcast,
        "sy" | "syn" => Ns::Sy,
        "slash" => Ns::Slash,
        "thr" => Ns::Thr,
        "rdf" => Ns::Rdf,
        "feedburner" => Ns::Feedburner,
        "xhtml" | "html" => Ns::Xhtml,
        _ => Ns::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uri_counts_not_its_case_or_slash() {
        assert_eq!(of_uri("HTTP://www.itunes.com/DTDs/PodCast-1.0.dtd"), Some(Ns::Itunes));
        assert_eq!(of_uri("http://search.yahoo.com/mrss"), Some(Ns::Media));
        assert_eq!(of_uri("http://backend.userland.com/RSS2"), Some(Ns::Core));
        assert_eq!(of_uri("urn:else"), None);
    }
}
