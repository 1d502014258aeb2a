//! Tests of cleaning HTML and of making it from text.

use hashwall::collect::text::html::{clean_html, from_text, looks_escaped, plain_line};

const REL: &str = r#"rel="nofollow ugc noopener noreferrer""#;

#[track_caller]
fn becomes(untrusted: &str, html: &str, text: &str) {
    let clean = clean_html(untrusted, Some("https://kl.dk/nyt/"));
    assert_eq!(clean.html, html);
    assert_eq!(clean.text, text);
}

#[test]
fn mastodon_posts_read_as_people_see_them() {
    let clean = clean_html(
        r##"<p>Klar til <a href="https://norden.example/tags/ledelsesugen" class="mention hashtag" rel="tag">#<span>Ledelsesugen</span></a> med <span class="h-card"><a href="https://norden.example/@kl" class="u-url mention">@<span>kl</span></a></span></p><p>Læs <a href="https://www.kl.dk/artikler/en-lang-adresse?utm_source=m" rel="nofollow"><span class="invisible">https://www.</span><span class="ellipsis">kl.dk/artikler/en-lang</span><span class="invisible">-adresse?utm_source=m</span></a></p>"##,
        None,
    );
    assert_eq!(
        clean.html,
        format!(
            r#"<p>Klar til #Ledelsesugen med <a href="https://norden.example/@kl" {REL}>@kl</a></p><p>Læs <a href="https://www.kl.dk/artikler/en-lang-adresse" {REL}>kl.dk/artikler/en-lang…</a></p>"#
        )
    );
    assert_eq!(clean.text, "Klar til #Ledelsesugen med @kl\n\nLæs kl.dk/artikler/en-lang…");
    assert_eq!(clean.links, ["https://www.kl.dk/artikler/en-lang-adresse"]);
}

#[test]
fn paragraphs_breaks_lists_and_quotes() {
    becomes("<p>A<br>B</p>\n<p> C\n D </p>", "<p>A<br>B</p><p>C D</p>", "A\nB\n\nC D");
    becomes("A<br><br/>B<br>&nbsp;<br>C", "<p>A</p><p>B</p><p>C</p>", "A\n\nB\n\nC");
    becomes("<div>A<div>B</div>C</div>", "<p>A</p><p>B</p><p>C</p>", "A\n\nB\n\nC");
    becomes(
        "<p>Se:</p><ul><li>en<li><p>to</p><p>tre</p></ul>efter",
        "<p>Se:</p><ul><li>en</li><li>to<br>tre</li></ul><p>efter</p>",
        "Se:\n\n• en\n• to\ntre\n\nefter",
    );
    becomes(
        "<ol><li>en<ul><li>a</li></ul>b</li><li>to</li></ol>",
        "<ol><li>en<ul><li>a</li></ul>b</li><li>to</li></ol>",
        "1. en\n  • a\nb\n2. to",
    );
    becomes("<ul>løst<li>fast</li></ul>", "<ul><li>løst</li><li>fast</li></ul>", "• løst\n• fast");
    becomes(
        "<blockquote><p>Citat</p></blockquote>Svar",
        "<blockquote><p>Citat</p></blockquote><p>Svar</p>",
        "Citat\n\nSvar",
    );
    becomes("<pre>\n a\n  b\n</pre>", "<pre> a\n  b</pre>", " a\n  b");
    becomes("<p></p><p>&nbsp;</p><b></b><ul><li></li></ul>", "", "");
}

#[test]
fn formatting_is_kept_simple() {
    becomes(
        "<h1>Overskrift</h1><p>x <b>fed </b>og<i> k</i></p>",
        "<p><strong>Overskrift</strong></p><p>x <strong>fed</strong> og <em>k</em></p>",
        "Overskrift\n\nx fed og k",
    );
    becomes("<h2><b>A</b></h2>", "<p><strong>A</strong></p>", "A");
    becomes("<b>a<b>b</b>c</b>", "<p><strong>abc</strong></p>", "abc");
    becomes("<b>a<p>b</b>c", "<p><strong>a</strong></p><p><strong>b</strong>c</p>", "a\n\nbc");
    becomes(
        "<table><tr><th>Dag</th><th>Tid</th></tr><tr><td>Man</td><td>9</td></tr></table>",
        "<p>Dag | Tid<br>Man | 9</p>",
        "Dag | Tid\nMan | 9",
    );
    becomes(
        "<figure><img src=x onerror=alert(1) alt='Foto'><figcaption>Tekst</figcaption></figure>",
        "<p>Tekst</p>",
        "Tekst",
    );
    becomes("Tak <img class='emoji' alt='🎉' src='x'>", "<p>Tak 🎉</p>", "Tak 🎉");
    becomes(
        "Åbent &amp; ærligt &lt;b&gt; &oslash; &#229; a\u{30a}",
        "<p>Åbent &amp; ærligt &lt;b&gt; ø å å</p>",
        "Åbent & ærligt <b> ø å å",
    );
    becomes("a<i></i>\u{301}b", "<p>ab</p>", "ab");
    becomes("Le&shy;delse\u{200b}suge\u{202e}n", "<p>Ledelsesugen</p>", "Ledelsesugen");
}

#[test]
fn links_are_canonical_and_lead_somewhere() {
    becomes(
        "<a href='/om'>om</a> <a href='javascript:alert(1)'>nej</a> <a href='#top'>top</a> <a>x</a>",
        &format!("<p><a href=\"https://kl.dk/om\" {REL}>om</a> nej top x</p>"),
        "om nej top x",
    );
    becomes(
        "<a href=\"https://kl.dk/a?b=1&amp;c=&quot;2#d\">x</a>",
        &format!("<p><a href=\"https://kl.dk/a?b=1&amp;c=%222#d\" {REL}>x</a></p>"),
        "x",
    );
    becomes(
        "<a href='mailto:kl@kl.dk?bcc=a@b.dk'>m</a><a href='mailto:\"><script>@x'>n</a>",
        &format!("<p><a href=\"mailto:kl@kl.dk\" {REL}>m</a>n</p>"),
        "mn",
    );
    let clean = clean_html(
        "<a href='/om'>om</a><a href='https://kl.dk/b#1'>1</a><a href='https://kl.dk/b#2'>2</a>",
        None,
    );
    assert_eq!(clean.links, ["https://kl.dk/b"]);
    assert!(clean.html.starts_with("<p>om<a"));
}

#[test]
fn text_becomes_html_with_links_only() {
    let clean = from_text(
        "Hej <b> & \"du\"\nlinje\r\n\r\nSe (https://kl.dk/a?x=1&y=2), www.kl.dk. javascript:alert(1) #tag @kl",
    );
    assert_eq!(
        clean.html,
        format!(
            "<p>Hej &lt;b&gt; &amp; &quot;du&quot;<br>linje</p><p>Se (<a href=\"https://kl.dk/a?x=1&amp;y=2\" {REL}>https://kl.dk/a?x=1&amp;y=2</a>), <a href=\"https://www.kl.dk/\" {REL}>www.kl.dk</a>. javascript:alert(1) #tag @kl</p>"
        )
    );
    assert_eq!(
        clean.text,
        "Hej <b> & \"du\"\nlinje\n\nSe (https://kl.dk/a?x=1&y=2), www.kl.dk. javascript:alert(1) #tag @kl"
    );
    assert_eq!(clean.links, ["https://kl.dk/a?x=1&y=2", "https://www.kl.dk/"]);
    assert_eq!(from_text(" \n\n ").html, "");
}

#[test]
fn titles_are_decoded_as_often_as_they_were_escaped() {
    assert_eq!(plain_line("Ledelse &amp; <b>l&aelig;ring</b>\n i  uge 44"), "Ledelse & læring i uge 44");
    assert_eq!(plain_line("Ledelse &amp;amp; l&amp;aelig;ring &lt;b&gt;nu&lt;/b&gt;"), "Ledelse & læring nu");
    assert_eq!(plain_line("R&D og 1 < 2"), "R&D og 1 < 2");
    assert_eq!(plain_line("AT&T; 5 &lt; 6"), "AT&T; 5 < 6");
    assert!(looks_escaped("&lt;p>"));
    assert!(looks_escaped("&#8217;"));
    assert!(!looks_escaped("R&D, Q&A; #39; <3"));
}

#[test]
fn hashtag_links_side_by_side_stay_apart() {
    becomes(
        "<a href='/t/a'>#ledelse</a><a href='/t/b' class=hashtag>#tillid</a>(<a href='/t/c'>#tak</a>)",
        "<p>#ledelse #tillid(#tak)</p>",
        "#ledelse #tillid(#tak)",
    );
}

#[test]
fn a_joiner_behind_an_accent_without_a_letter_goes_with_it() {
    becomes("\u{1e130}\u{200d}", "", "");
    becomes("<b>\u{301}\u{200d}</b>ja", "<p>ja</p>", "ja");
}

#[test]
fn a_long_text_keeps_every_character_that_is_shown() {
    // Twice what a post shows, every fourth character one that costs.
    let long = "R&amp;D\u{a0}".repeat(8_000);
    let clean = clean_html(&format!("<p>{long}"), None);
    assert!(clean.text.chars().count() > 20_000);
    assert!("R&D ".repeat(8_000).starts_with(&clean.text[..20_000]));
}
