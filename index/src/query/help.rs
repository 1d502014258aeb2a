//! The query language as a table that a page can show: nothing stands in it that a query does not understand.

/// One thing one can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    /// Names its explanation in the message files: `search-help-` and this.
    pub key: &'static str,
    /// An example as a Dane writes it.
    pub danish: &'static str,
    /// The same in English.
    pub english: &'static str,
}

/// All of the language, the most useful first.
pub const HELP: [Help; 19] = [
    help("words", "god ledelse", "god ledelse"),
    help("phrase", "\"god ledelse\"", "\"god ledelse\""),
    help("not", "ledelse -stress", "ledelse -stress"),
    help("or", "trivsel ELLER arbejdsglæde", "trivsel OR arbejdsglæde"),
    help("brackets", "ledelse (trivsel ELLER stress)", "ledelse (trivsel OR stress)"),
    help("prefix", "ledelses*", "ledelses*"),
    help("tag", "#ledelsesugen", "#ledelsesugen"),
    help("handle", "@odense", "@odense"),
    help("from", "fra:odense", "from:odense"),
    help("organisation", "organisation:\"Odense Kommune\"", "org:\"Odense Kommune\""),
    help("source", "kilde:mastodon", "source:mastodon"),
    help("sector", "sektor:kommune", "sector:municipality"),
    help("language", "sprog:dansk", "language:danish"),
    help("type", "type:artikel", "type:article"),
    help("has", "har:billede", "has:image"),
    help("is", "er:fremhævet", "is:featured"),
    help("since", "siden:mandag", "since:monday"),
    help("until", "til:\"26. oktober\"", "until:\"26 october\""),
    help("day", "dato:\"uge 44\"", "date:\"week 44\""),
];

const fn help(key: &'static str, danish: &'static str, english: &'static str) -> Help {
    Help { key, danish, english }
}
