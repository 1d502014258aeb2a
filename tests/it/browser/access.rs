//! Every public page, by day and by night, on a phone and on a laptop, as axe-core and HTML_CodeSniffer see it.

use hashwall::domain::happening::{Happening, Status};
use hashwall::domain::post::{Attachment, AttachmentKind, Kind};

use super::house::{House, numbered};
use crate::support::axe;
use crate::support::browser::Browser;
use crate::support::build;

/// A wall with one of everything that a card can hold.
async fn furnished() -> (House, Vec<String>) {
    let house = House::open().await;
    house.app.enlist().await.unwrap();
    let mut drafts: Vec<_> = (1..=8).map(numbered).collect();
    let picture = |alt: &str| Attachment {
        url: "https://billeder.example/1.jpg".to_owned(),
        alt: alt.to_owned(),
        width: Some(800),
        height: Some(600),
        ..Attachment::default()
    };
    drafts[0].attachments = vec![picture("En fuld sal"), picture("")];
    drafts[1].kind = Kind::Article;
    drafts[1].title = Some("Fem råd til den første tid som leder".to_owned());
    drafts[1].text = "Ledelse er et fag, og det skal læres. ".repeat(30);
    drafts[1].html = format!("<p>{}</p><blockquote><p>Tillid først.</p></blockquote>", drafts[1].text);
    drafts[2].kind = Kind::Video;
    drafts[2].attachments = vec![Attachment {
        kind: AttachmentKind::Video,
        url: "https://film.example/1".to_owned(),
        title: "Åbningen".to_owned(),
        ..Attachment::default()
    }];
    drafts[3].warning = Some("Sygdom".to_owned());
    drafts[4].kind = Kind::Case;
    drafts[4].language = Some("en".to_owned());
    drafts[5].kind = Kind::Happening;
    drafts[5].title = Some("Åbning af ugen".to_owned());
    drafts[5].happening = Some(Happening {
        start: build::MONDAY.plus(std::time::Duration::from_secs(3_600)),
        place: "Rådhuset".to_owned(),
        online: "https://stream.example/1".to_owned(),
        is_online: true,
        status: Status::Cancelled,
        ..Happening::default()
    });
    drafts[6].author = Default::default();
    let shown = house.shown(drafts).await;
    let mut pages: Vec<String> = [
        "/",
        "/?lang=en",
        "/?q=tillid",
        "/?q=xyzzy",
        "/?netvaerk=mastodon&type=article",
        "/embed",
        "/w/ledelsesugen",
        "/indlejr",
        "/api",
        "/api?lang=en",
        "/soegehjaelp",
        "/om",
        "/privatliv",
        "/tilgaengelighed",
        "/kalender",
        "/kalender?uge=2026-44",
        "/kalender?dag=2026-10-26&lang=en",
        "/kalender?q=xyzzy",
        "/udgaver",
        "/udgaver/2026",
        "/tal?udgave=2026",
        "/tal?udgave=2026&lang=en",
        "/tal?udgave=2031",
        "/findes-ikke",
    ]
    .map(str::to_owned)
    .into();
    pages.extend([&shown[0], &shown[1]].map(|post| format!("/opslag/{}", post.id)));
    pages.extend(
        shown
            .iter()
            .filter(|post| post.draft.happening.is_some())
            .map(|post| format!("/kalender/{}", post.id)),
    );
    (house, pages)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_find_no_error_on_any_public_page() {
    let (house, pages) = furnished().await;
    let browser = Browser::open().await;
    for path in &pages {
        browser.goto(&house.at(path)).await;
        // Each width once in each colour: contrast is of the colours, target and overflow of the width.
        for (width, height, scheme) in [(390, 844, "light"), (1440, 900, "dark")] {
            browser.look(width, height, scheme).await;
            axe::clean(&browser, &format!("{path} at {width} px, {scheme}")).await;
        }
        browser.look(1440, 900, "light").await;
        axe::clean(&browser, &format!("{path} at 1440 px, light")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_see_what_is_wrong() {
    let house = House::open().await;
    house.shown([build::draft("1", "Et opslag #Ledelsesugen")]).await;
    let browser = Browser::open().await;
    browser.goto(&house.at("/")).await;
    let spoil = "document.querySelector('label[for=q]').remove();
        document.getElementById('q').removeAttribute('placeholder');
        document.querySelector('main').style.setProperty('color', '#aaa');
        document.documentElement.removeAttribute('lang');";
    browser.client.execute(spoil, Vec::new()).await.unwrap();
    let axe = axe::axe(&browser).await.join("\n");
    for rule in ["axe label:", "axe html-has-lang:", "axe color-contrast:"] {
        assert!(axe.contains(rule), "{rule} is not in\n{axe}");
    }
    let sniffed = axe::sniffed(&browser).await.join("\n");
    assert!(sniffed.contains("3_1_1") && sniffed.contains("4_1_2"), "{sniffed}");
}
