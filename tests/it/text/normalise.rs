//! Tests of normalising whole posts.

use hashwall::collect::text::normalise::{Unwanted, normalise};
use hashwall::domain::author::Author;
use hashwall::domain::engagement::Engagement;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Attachment, AttachmentKind, Body, Draft, Keep, Kind, Mention, NewPost};
use hashwall::domain::sector::Sector;
use hashwall::domain::source::{FeedSettings, MastodonSettings, Matching, Right, Schedule, Settings, Source};
use hashwall::domain::time::Timestamp;

use proptest::prelude::*;

use crate::support::build::MONDAY;

fn mastodon() -> Source {
    Source {
        id: "masto".to_owned(),
        title: "Mastodon".to_owned(),
        right: Right::PublicApi,
        right_note: String::new(),
        matching: Matching::Tag(vec![Hashtag::new("Ledelsesugen").unwrap()]),
        schedule: Schedule { quiet: "0 0 * * * *".to_owned(), campaign: "0 * * * * *".to_owned() },
        trusted: false,
        organisation: None,
        sector: None,
        settings: Settings::Mastodon(MastodonSettings {
            server: "https://norden.example".to_owned(),
            tag: "Ledelsesugen".to_owned(),
            token: None,
        }),
    }
}

fn feed(full_text: bool) -> Source {
    let settings = Settings::Feed(FeedSettings { url: "https://kl.dk/feed".to_owned(), full_text });
    Source { id: "kl".to_owned(), matching: Matching::All, settings, ..mastodon() }
}

fn post(html: &str) -> NewPost {
    NewPost {
        network: Network::Mastodon,
        native_id: "https://norden.example/users/lone/statuses/1152".to_owned(),
        url: "https://norden.example/@lone/1152?utm_source=x".to_owned(),
        author: Author {
            name: "Lone Kjær".to_owned(),
            handle: "@lone@norden.example".to_owned(),
            ..Author::default()
        },
        title: None,
        body: Body::Html(html.to_owned()),
        tags: Vec::new(),
        mentions: Vec::new(),
        attachments: Vec::new(),
        language: None,
        warning: None,
        kind: None,
        published_at: Some(MONDAY),
        edited_at: None,
        engagement: None,
        keep: Keep::default(),
        happening: None,
    }
}

#[track_caller]
fn draft(new: NewPost, source: &Source) -> Draft {
    normalise(new, source, MONDAY).unwrap()
}

#[test]
fn a_real_post_comes_out_ready_to_show() {
    let keep = Keep { content_until: Some(Timestamp(5)), author_until: Some(Timestamp(4)) };
    let draft = draft(
        NewPost {
            keep,
            happening: None,
            engagement: Some(Engagement { reactions: Some(5), ..Engagement::default() }),
            tags: vec!["ledelsesugen".to_owned(), "tillid".to_owned(), "to ord".to_owned()],
            mentions: vec![
                Mention { name: "@kl".to_owned(), url: "https://norden.example/@kl".to_owned() },
                Mention { name: "@kl".to_owned(), url: "https://norden.example/@kl".to_owned() },
                Mention { name: "Region".to_owned(), url: "urn:li:organization:5".to_owned() },
                Mention { name: "ond".to_owned(), url: "javascript:alert(1)".to_owned() },
            ],
            ..post(
                "<p>Vi åbner #Ledelsesugen sammen med alle ledere i kommunen: <a href=\"/nyt?fbclid=1\">læs mere</a><script>alert(1)</script></p>",
            )
        },
        &mastodon(),
    );
    assert_eq!(draft.url, "https://norden.example/@lone/1152");
    assert_eq!(draft.text, "Vi åbner #Ledelsesugen sammen med alle ledere i kommunen: læs mere");
    assert_eq!(draft.links, ["https://norden.example/nyt"]);
    let tags: Vec<_> = draft.hashtags.iter().map(|tag| tag.written.as_str()).collect();
    assert_eq!(tags, ["Ledelsesugen", "tillid"]);
    assert_eq!(draft.author.handle, "lone@norden.example");
    let mentions: Vec<_> = draft.mentions.iter().map(|one| (one.name.as_str(), one.url.as_str())).collect();
    assert_eq!(
        mentions,
        [("kl", "https://norden.example/@kl"), ("Region", "urn:li:organization:5"), ("ond", "")]
    );
    assert_eq!(draft.language.as_deref(), Some("da"));
    assert_eq!((draft.kind, draft.sector, draft.organisation), (Kind::Post, Sector::Other, None));
    assert_eq!(draft.keep, keep);
    assert_eq!(draft.engagement.unwrap().fetched_at, MONDAY);
    assert_eq!((draft.published_at, draft.edited_at), (MONDAY, None));
}

#[test]
fn only_wanted_posts_pass() {
    let outcome = |html: &str, source: &Source| normalise(post(html), source, MONDAY).err();
    let tag = mastodon();
    let word =
        Source { matching: Matching::TagOrWord(vec![Hashtag::new("Ledelsesugen").unwrap()]), ..mastodon() };
    for html in
        ["＃LEDELSESUGEN", "<a href='/t'>#<span>Ledelsesugen</span></a>", "Le&shy;delse #ledelses&#8203;ugen"]
    {
        assert_eq!(outcome(html, &tag), None, "{html}");
    }
    for html in [
        "Ledelsesugen",
        "#Ledelsesugen2026",
        "https://kl.dk/#Ledelsesugen",
        "<a href='https://kl.dk/#Ledelsesugen'>x</a>",
    ] {
        assert_eq!(outcome(html, &tag), Some(Unwanted::NoMatch), "{html}");
    }
    assert_eq!(outcome("I Ledelsesugens første dag", &word), None);
    assert_eq!(outcome("https://kl.dk/ledelsesugen", &word), Some(Unwanted::NoMatch));
    assert!(
        normalise(NewPost { tags: vec!["LedelsesUgen".to_owned()], ..post("hej") }, &tag, MONDAY).is_ok()
    );
    assert!(
        normalise(NewPost { title: Some("#Ledelsesugen".to_owned()), ..post("hej") }, &tag, MONDAY).is_ok()
    );
}

#[test]
fn what_cannot_be_shown_says_why() {
    let unusable = |new: NewPost| matches!(normalise(new, &feed(true), MONDAY), Err(Unwanted::Unusable(_)));
    assert!(unusable(NewPost { native_id: " ".to_owned(), ..post("#Ledelsesugen") }));
    assert!(unusable(post("<p>&nbsp;</p><script>x</script>")));
    let bad = Attachment { url: "javascript:alert(1)".to_owned(), ..Attachment::default() };
    assert!(unusable(NewPost { attachments: vec![bad], ..post("") }));
    let good = Attachment { url: "https://kl.dk/a.jpg".to_owned(), ..Attachment::default() };
    assert!(!unusable(NewPost { attachments: vec![good], ..post("") }));
}

#[test]
fn times_are_believable() {
    let times = |published, edited| {
        let new = NewPost { published_at: published, edited_at: edited, ..post("#Ledelsesugen") };
        let draft = draft(new, &mastodon());
        (draft.published_at, draft.edited_at)
    };
    let earlier = Timestamp(MONDAY.0 - 1_000_000);
    let later = Timestamp(MONDAY.0 + 1_000_000);
    assert_eq!(times(Some(later), Some(later)), (MONDAY, None));
    assert_eq!(times(None, None), (MONDAY, None));
    assert_eq!(times(None, Some(earlier)), (earlier, None));
    assert_eq!(times(Some(Timestamp(0)), None), (MONDAY, None));
    assert_eq!(times(Some(Timestamp(i64::MIN)), Some(Timestamp(i64::MAX))), (MONDAY, None));
    assert_eq!(times(Some(earlier), Some(later)), (earlier, Some(MONDAY)));
}

#[test]
fn a_feed_without_permission_is_an_excerpt() {
    let long = format!("<p>{}</p><ul><li>slut</li></ul>", "Ledelse på tværs. ".repeat(40));
    let short =
        draft(NewPost { network: Network::Feed, title: Some("Nyt".to_owned()), ..post(&long) }, &feed(false));
    assert!(short.text.chars().count() <= 300 && short.text.ends_with('…'), "{}", short.text);
    assert_eq!(short.html, format!("<p>{}</p>", short.text));
    assert_eq!(short.kind, Kind::Article);
    let whole = draft(NewPost { title: Some("Nyt".to_owned()), ..post(&long) }, &feed(true));
    assert!(whole.text.ends_with("• slut"));
}

#[test]
fn titles_are_plain_and_say_something_new() {
    let title = |title: &str, html: &str| {
        draft(NewPost { title: Some(title.to_owned()), ..post(html) }, &feed(true)).title.unwrap_or_default()
    };
    assert_eq!(title("<b>Ledelse</b> &amp;amp; l&amp;aelig;ring", "x"), "Ledelse & læring");
    assert_eq!(title("Vi åbner ugen…", "<p>Vi  åbner ugen i dag</p>"), "");
    assert_eq!(title("Led", "<p>Ledelse</p>"), "Led");
    assert_eq!(title("Ledelse", "<p>Ledelse er svært</p>"), "");
    assert_eq!(title(" <i></i> ", "x"), "");
    assert!(title(&"ord ".repeat(200), "x").chars().count() <= 300);
}

#[test]
fn html_escaped_twice_is_read_as_meant() {
    let draft = draft(post("&lt;p&gt;Ledelse &amp;amp; &lt;b&gt;tillid&lt;/b&gt;&lt;/p&gt;"), &feed(true));
    assert_eq!(draft.html, "<p>Ledelse &amp; <strong>tillid</strong></p>");
}

#[test]
fn organisations_come_from_settings_or_the_authors_name() {
    let named = |name: &str| Author { name: name.to_owned(), is_organisation: true, ..Author::default() };
    let of = |author: Author, source: &Source| {
        let draft = draft(NewPost { author, ..post("hej") }, source);
        (draft.organisation.unwrap_or_default(), draft.sector)
    };
    let own = Source {
        organisation: Some("Randers Kommune".to_owned()),
        sector: Some(Sector::Other),
        ..feed(true)
    };
    assert_eq!(of(named("Presse"), &own), ("Randers Kommune".to_owned(), Sector::Kommune));
    assert_eq!(of(named("Århus kommune"), &feed(true)), ("Aarhus Kommune".to_owned(), Sector::Kommune));
    assert_eq!(of(named("Ukendt A/S"), &feed(true)), ("Ukendt A/S".to_owned(), Sector::Other));
    let firm = Source { organisation: Some("Ukendt".to_owned()), sector: Some(Sector::Stat), ..feed(true) };
    assert_eq!(of(named("x"), &firm), ("Ukendt".to_owned(), Sector::Stat));
}

#[test]
fn kinds_are_guessed_or_given() {
    let kind = |new: NewPost| draft(new, &feed(true)).kind;
    let with = |kind, url: &str| vec![Attachment { kind, url: url.to_owned(), ..Attachment::default() }];
    assert_eq!(
        kind(NewPost { attachments: with(AttachmentKind::Video, "https://kl.dk/v.mp4"), ..post("a") }),
        Kind::Video
    );
    assert_eq!(
        kind(NewPost { attachments: with(AttachmentKind::Audio, "https://kl.dk/v.mp3"), ..post("a") }),
        Kind::Audio
    );
    assert_eq!(
        kind(NewPost { attachments: with(AttachmentKind::Video, "data:video/mp4,x"), ..post("a") }),
        Kind::Post
    );
    assert_eq!(kind(post("Læs vores #case om tillid")), Kind::Case);
    assert_eq!(kind(NewPost { title: Some("Case: Tillid i Odense".to_owned()), ..post("a") }), Kind::Case);
    assert_eq!(kind(post("Kom til møde om ledelse. Tilmeld dig her")), Kind::Happening);
    assert_eq!(
        kind(NewPost { title: Some("Ny viden".to_owned()), ..post(&"ord ".repeat(300)) }),
        Kind::Article
    );
    assert_eq!(kind(NewPost { kind: Some(Kind::Audio), ..post("Læs vores #case") }), Kind::Audio);
    assert_eq!(kind(post("Vi har case-møde hver uge")), Kind::Post);
}

#[test]
fn everything_is_bounded() {
    let many = |n: usize| (0..n).map(|n| format!("#tag{n} https://kl.dk/{n} ")).collect::<String>();
    let attachment = |n: usize| Attachment {
        url: format!("https://kl.dk/{n}.jpg"),
        alt: "æ".repeat(9_000),
        title: "<b>t</b>".to_owned(),
        ..Attachment::default()
    };
    let draft = draft(
        NewPost {
            body: Body::Text(many(3_000)),
            author: Author {
                name: "å".repeat(9_000),
                handle: "h".repeat(9_000),
                url: format!("https://kl.dk/{}", "a".repeat(3_000)),
                ..Author::default()
            },
            attachments: (0..100).map(attachment).collect(),
            ..post("")
        },
        &feed(true),
    );
    assert_eq!((draft.hashtags.len(), draft.links.len(), draft.attachments.len()), (50, 50, 20));
    assert!(draft.text.chars().count() <= 20_000 && draft.author.name.chars().count() <= 200);
    assert_eq!(draft.author.url, "");
    assert!(draft.attachments[0].alt.chars().count() <= 1_500);
    assert_eq!(draft.attachments[0].title, "t");
}

#[test]
fn a_permalink_that_is_no_public_address_is_kept_for_mastodon() {
    let draft = draft(NewPost { url: String::new(), ..post("#Ledelsesugen") }, &mastodon());
    assert_eq!(draft.url, "https://norden.example/users/lone/statuses/1152");
}

#[test]
fn signed_media_addresses_are_not_touched() {
    let signed = "https://scontent.xx.fbcdn.net/v/a.jpg?utm_x=1&oh=00_%7e&oe=6&s=1";
    let one = Attachment { url: signed.to_owned(), ..Attachment::default() };
    let draft = draft(NewPost { attachments: vec![one], ..post("a") }, &feed(true));
    assert_eq!(draft.attachments[0].url, signed);
}

proptest! {
    #[test]
    fn hostile_words_in_every_field_come_out_harmless(
        words in proptest::collection::vec("(javascript:alert\\(1\\)|<script>x</script>|<img src=x onerror=x>|\"><b|data:x,y|https://kl\\.dk/|//kl\\.dk|#[a-zå]{1,3}|&lt;|\u{202e}|\\PC| ){0,8}", 14),
        at in any::<i64>(),
    ) {
        let word = |at: usize| words[at].clone();
        let attachment = Attachment {
            url: word(0), preview_url: word(1), alt: word(2), title: word(3), description: word(4), ..Attachment::default()
        };
        let new = NewPost {
            native_id: format!("id{}", word(5)),
            url: word(6),
            author: Author { native_id: word(7), name: word(8), handle: word(9), url: word(10), ..Author::default() },
            title: Some(word(11)),
            tags: vec![word(12)],
            mentions: vec![Mention { name: word(3), url: word(0) }],
            attachments: vec![attachment],
            warning: Some(word(4)),
            language: Some(word(2)),
            published_at: Some(Timestamp(at)),
            edited_at: Some(Timestamp(at / 2)),
            ..post(&word(13))
        };
        let Ok(draft) = normalise(new, &feed(true), MONDAY) else { return Ok(()) };
        let urls = [&draft.url, &draft.author.url].into_iter().chain(&draft.links)
            .chain(draft.mentions.iter().map(|mention| &mention.url))
            .chain(draft.attachments.iter().flat_map(|one| [&one.url, &one.preview_url]));
        for url in urls {
            prop_assert!(url.is_empty() || url.starts_with("https://") || url.starts_with("http://"), "{}", url);
        }
        prop_assert!(!draft.html.contains("<script") && !draft.html.contains("<img"));
        prop_assert!(draft.published_at <= MONDAY && draft.edited_at.is_none_or(|at| at <= MONDAY));
        let turned = |text: &str| text.contains('\u{202e}');
        prop_assert!(!turned(&draft.text) && !turned(&draft.author.name));
    }
}
