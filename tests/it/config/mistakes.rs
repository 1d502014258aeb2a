//! Every mistake is found, and said so that it can be mended.

use hashwall::config::{from_toml_texts, load};
use proptest::prelude::*;

use super::{env, only_mistake, read, source};

#[test]
fn all_mistakes_are_told_at_once() {
    let mistakes = read(
        "data_dir = 7\n[server]\nlisten = \"8080\"\ntrusted_proxies = [\"10.0.0.0/8\", \"the proxy\"]\n\
         [worker]\npurge_every = \"2h\"\n[[source]]\nid = \"Not An Id\"\nnetwork = \"feed\"\ntitle = \"x\"\n\
         right = \"hearsay\"\nright_note = \"x\"\nurl = \"ftp://a.example/\"\nschedule = { quiet = \"0 8 * * 1\" }",
    )
    .unwrap_err();
    let keys: Vec<&str> = mistakes.0.iter().map(|mistake| mistake.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "data_dir",
            "server.listen",
            "server.trusted_proxies",
            "worker.purge_every",
            "source[0].id",
            "source[0].right",
            "source[0].schedule.quiet",
            "source[0].url",
        ],
        "{mistakes}"
    );
}

#[test]
fn an_unknown_key_is_named_with_the_one_that_was_meant() {
    let told = only_mistake("[server]\nlistn = \"127.0.0.1:1\"");
    assert_eq!(told, "server.listn: found an unknown key; expected \"listen\", perhaps");
    assert!(only_mistake("[sites]\n").starts_with("sites: found an unknown key; expected \"site\""));
    let told = only_mistake(&source("feed", "url = \"https://a.example/\"\ntoken = \"hush\""));
    assert!(told.starts_with("source[0].token (one): found an unknown key"), "{told}");
    assert!(!told.contains("hush"));
    let told = from_toml_texts(&[], &env(&[("HASHWALL__SERVER__LISTN", "x")])).unwrap_err().to_string();
    assert!(told.starts_with("server.listn (HASHWALL__SERVER__LISTN): found an unknown key"), "{told}");
}

#[test]
fn single_values_are_checked() {
    for (text, expected) in [
        ("[site]\nhashtags = []", "site.hashtags: found a list of 0; expected at least one hashtag"),
        (
            "[site]\nhashtags = [\"2026\"]",
            "a hashtag: letters, digits and _, not digits alone; item 1 is \"2026\"",
        ),
        ("[site]\nbase_url = \"wall.example\"", "site.base_url: found \"wall.example\"; expected a URL"),
        ("[site]\nlanguage = \"sv\"", "one of \"da\", \"en\""),
        ("[site]\npage_size = 0", "a whole number from 1 to 100"),
        ("[site]\ntitle = \" \"", "site.title: found \" \"; expected text"),
        (
            "[server]\nframe_ancestors = [\"https://a.example/page\"]",
            "; item 1 is \"https://a.example/page\"",
        ),
        ("[server]\ndrain = 10", "server.drain: found 10; expected a duration like"),
        ("[worker]\nlease = \"5 min\"", "worker.lease: found \"5 min\"; expected a duration like"),
        ("[worker]\nmax_backoff = \"61m\"", "from 1s to 60m"),
        ("[worker]\nlease = \"99999999999999999d\"", "expected a duration"),
        ("[campaign]\nweek = 54", "a whole number from 1 to 53"),
        ("[http]\nmax_body = -1", "http.max_body: found -1"),
        ("[http]\nuser_agent = \"Væg\"", "plain ASCII"),
        ("[http]\nextra_ca = \"absent.pem\"", "http.extra_ca: found"),
        ("[log]\nfilter = \"info,=x=\"", "log.filter"),
        ("[moderation]\nhold_everything = \"yes\"", "true or false"),
        ("[schedule.feed]\nquiet = \"* * * *\"", "schedule.feed.quiet: found \"* * * *\"; expected"),
        ("[schedule.feed]\nquiet = \"0 0 31 2 *\"", "this one never does"),
        ("[database]\nurl = \"mysql://a.example/b\"", "database.url: found a URL of another kind"),
        ("[database]\nurl = \"sqlite:\"", "database.url: found a URL of another kind"),
        ("source = 5", "tables: [[source]]"),
        ("site = 5", "a table: [site]"),
        (
            "[[source]]\nid = \"a\"\ntitle = \"a\"\nnetwork = \"x\"\nright = \"licence\"\nright_note = \"a\"",
            "one of \"linkedin\"",
        ),
    ] {
        if text == "site = 5" {
            assert!(read(text).unwrap_err().to_string().contains(expected), "{text}");
            continue;
        }
        let told = only_mistake(text);
        assert!(told.contains(expected), "{text}\n{told}");
    }
}

#[test]
fn sources_are_checked() {
    let linkedin = |lines: &str| {
        let most =
            "organization = \"1\"\nversion = \"202609\"\ntoken = { env = \"HOME_TOKEN\" }\nenabled = false\n";
        source("linkedin", &format!("{most}{lines}"))
    };
    for (text, expected) in [
        (
            linkedin(""),
            "source[0].acknowledge_linkedin_rules (one): found nothing; expected true, once LinkedIn's",
        ),
        (linkedin("acknowledge_linkedin_rules = false"), "found false; expected true"),
        (linkedin("acknowledge_linkedin_rules = true\nactivity_hours = 49"), "from 1 to 48"),
        (linkedin("acknowledge_linkedin_rules = true\nprofile_hours = 25"), "from 1 to 24"),
        (
            linkedin("acknowledge_linkedin_rules = true\napi = \"http://api.linkedin.com\""),
            "a token is not sent over plain http",
        ),
        (
            linkedin("acknowledge_linkedin_rules = true").replace("202609", "202613"),
            "a year and month in six digits",
        ),
        (source("calendar", ""), "source[0].url (one): found nothing; expected a URL"),
        (
            source("calendar", "url = \"webcal://a.example/u.ics\"\nfollow = \"kalender\""),
            "source[0].follow (one): found \"kalender\"; expected how the paths of the happenings' pages begin",
        ),
        (source("calendar", "url = \"https://a.example/\"\ndays_before = 61"), "from 0 to 60"),
        (source("feed", ""), "source[0].url (one): found nothing; expected a URL"),
        (
            source("feed", "url = \"http://10.0.0.1/feed\""),
            "the address is not public; see http.allow_private",
        ),
        (source("feed", "url = \"https://me:hush@a.example/feed\""), "without a password"),
        (
            source("feed", "url = \"https://a.example/\"\nmatch = \"word\""),
            "one of \"tag\", \"tag-or-word\", \"all\"",
        ),
        (source("feed", "url = \"https://a.example/\"\nsector = \"amt\""), "one of \"stat\""),
        (
            source("feed", "url = \"https://a.example/\"\nschedule = { qiet = \"@daily\" }"),
            "\"quiet\", perhaps",
        ),
        (
            source(
                "facebook",
                "page = \"kommunen\"\nversion = \"v26.0\"\ntoken = { env = \"T\" }\nenabled = false",
            ),
            "source[0].page (one): found \"kommunen\"; expected a numeric id",
        ),
        (
            source("facebook", "page = \"1\"\nversion = \"26\"\ntoken = { env = \"T\" }\nenabled = false"),
            "a Graph API version",
        ),
        (
            source("mastodon", "server = \"https://a.example\""),
            "source[0].tag (one): found nothing; expected a hashtag",
        ),
        (
            source("feed", "url = \"https://a.example/\"").replace("right_note = \"a note\"", ""),
            "right_note (one): found nothing",
        ),
    ] {
        let told = only_mistake(&text);
        assert!(told.contains(expected), "{text}\n{told}");
        assert!(!told.contains("hush"), "{told}");
    }
}

#[test]
fn one_mistake_does_not_make_others_up() {
    let local = source("feed", "url = \"http://127.0.0.1:1/feed\"");
    for broken in ["timeout = 1", "allow_private = 1"] {
        let allowed = if broken.starts_with("allow") { "" } else { "allow_private = [\"127.0.0.1:1\"]" };
        let told = only_mistake(&format!("[http]\n{broken}\n{allowed}\n{local}"));
        assert!(told.starts_with("http."), "{told}");
    }
    assert!(
        only_mistake(&format!("[site]\nhashtags = 1\n{local}").replace("127.0.0.1:1", "a.example"))
            .starts_with("site.")
    );
}

#[test]
fn two_sources_cannot_share_an_id() {
    let one = source("feed", "url = \"https://a.example/\"");
    assert_eq!(
        only_mistake(&format!("{one}\n{one}")),
        "source[1].id: found \"one\", as in source[0]; expected an id of its own"
    );
}

#[test]
fn the_environment_is_checked_like_the_file_and_named() {
    for (name, value, expected) in [
        ("HASHWALL__SERVER__LISTEN", "8080", "server.listen (HASHWALL__SERVER__LISTEN): found \"8080\""),
        ("HASHWALL__LOG__JSON", "ja", "log.json (HASHWALL__LOG__JSON): found \"ja\"; expected true or false"),
        ("HASHWALL__SOURCE__0__ID", "x", "HASHWALL__SOURCE__0__ID: found a source in the environment"),
        ("HASHWALL__SERVER", "x", "HASHWALL__SERVER: found no single key"),
        ("HASHWALL__", "x", "HASHWALL__: found no single key"),
        ("HASHWALL__SERVER__LISTEN__PORT", "1", "found no single key"),
    ] {
        let told = from_toml_texts(&[], &env(&[(name, value)])).unwrap_err().to_string();
        assert!(told.contains(expected), "{name}: {told}");
        assert!(!told.contains('\n'), "{name}: {told}");
    }
}

#[test]
fn a_file_that_is_absent_or_no_toml_is_said_so_without_quoting_it() {
    let absent = load(Some(std::path::Path::new("absent.toml")), &env(&[])).unwrap_err().to_string();
    assert!(absent.starts_with("absent.toml: found") && absent.contains("can be read"), "{absent}");
    let told = read("[server]\ntoken = \"hush\nlisten = 1").unwrap_err().to_string();
    assert!(told.contains("not TOML at line 2") && !told.contains("hush"), "{told}");
}

proptest! {
    #[test]
    fn no_text_panics(text in "(\\[{1,2}(site|server|source|database|x)\\]{1,2}\n|[a-z_]{1,9} = (1|\"\\PC{0,9}\"|\\[\\]|true|\\{ env = \"A\" \\})\n){0,8}") {
        if let Err(mistakes) = read(&text) {
            prop_assert!(!mistakes.0.is_empty());
        }
    }
}

#[test]
fn a_message_reads_as_one_sentence_and_names_the_source_by_its_id() {
    let told =
        only_mistake(&source("feed", "url = \"https://a.example/\"\nschedule = { quiet = \"every hour\" }"));
    assert!(
        told.starts_with("source[0].schedule.quiet (one): found \"every hour\"; expected minute, hour,"),
        "{told}"
    );
    assert!(told.ends_with("not 2 fields"), "{told}");
    let told =
        only_mistake(&source("feed", "url = \"https://a.example/\"\nschedule = { quiet = \"61 * * * *\" }"));
    assert!(told.contains("Minutes") && !told.contains('^'), "{told}");
}

#[test]
fn what_may_be_a_secret_in_place_of_a_variables_name_is_not_shown() {
    let told = only_mistake(&source(
        "mastodon",
        "server = \"https://a.example\"\ntag = \"x\"\ntoken = { env = \"AQXhush17\" }",
    ));
    assert!(!told.contains("hush") && told.contains("LINKEDIN_TOKEN"), "{told}");
}

#[test]
fn one_pair_of_brackets_for_a_source_is_explained() {
    assert!(only_mistake("[source]\nid = \"a\"").contains("[[source]]"));
    assert!(only_mistake("[source]\nid = \"a\"\n[source]\nid = \"b\"").contains("[[source]]"));
}
