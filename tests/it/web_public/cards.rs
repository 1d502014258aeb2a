//! A card: what is escaped, folded, linked and said.

use axum::http::Uri;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::post::{Attachment, AttachmentKind, Kind, Post};
use hashwall::domain::public::PublicPost;
use hashwall::domain::sector::Sector;
use hashwall::web::page::Page;
use hashwall::web::public::card::{Card, Place};
use std::sync::Arc;

use super::house::{post, site};
use crate::support::build::MONDAY;

fn render(post: &Post, snippet: &str, place: Place) -> String {
    let page = Page::new(Arc::new(site()), MONDAY, &Uri::from_static("/"));
    Card::new(&page, &PublicPost::from(post), snippet, place).to_string()
}

fn listed(post: &Post) -> String {
    render(post, "", Place::List)
}

const EVIL: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>&'";

#[test]
fn every_field_but_the_cleaned_html_is_escaped() {
    let evil = post(1, |draft| {
        draft.author.name = EVIL.to_owned();
        draft.author.handle = EVIL.to_owned();
        draft.organisation = Some(EVIL.to_owned());
        draft.title = Some(EVIL.to_owned());
        draft.warning = Some(EVIL.to_owned());
        draft.language = Some(EVIL.to_owned());
        for kind in [AttachmentKind::Image, AttachmentKind::Link, AttachmentKind::Poll] {
            draft.attachments.push(Attachment {
                kind,
                url: "https://a.example/?a=\"><script>".to_owned(),
                alt: EVIL.to_owned(),
                title: EVIL.to_owned(),
                description: EVIL.to_owned(),
                ..Attachment::default()
            });
        }
    });
    let card = listed(&evil);
    assert!(!card.contains("<script"), "{card}");
    assert!(!card.contains("onerror=alert(1)>\""), "{card}");
    assert!(!card.contains("<img src=x"), "{card}");
}

#[test]
fn a_link_that_is_not_http_is_no_link() {
    let card = listed(&post(1, |draft| {
        draft.url = "javascript:alert(1)".to_owned();
        draft.author.url = "data:text/html,x".to_owned();
        draft.attachments.push(Attachment {
            kind: AttachmentKind::Video,
            url: "javascript:alert(2)".to_owned(),
            title: "Film".to_owned(),
            ..Attachment::default()
        });
    }));
    assert!(!card.contains("javascript:") && !card.contains("data:text"), "{card}");
    assert!(card.contains("Film"), "the video is still named");
}

#[test]
fn says_who_where_and_when() {
    let card = listed(&post(61, |draft| {
        draft.organisation = Some("Nordby Kommune".to_owned());
        draft.sector = Sector::Kommune;
        draft.kind = Kind::Article;
        draft.title = Some("Fem råd".to_owned());
        draft.hashtags.push(Hashtag::new("Tillid").unwrap());
    }));
    for words in [
        "Lone Kjær",
        "@lone@norden.example",
        "Nordby Kommune",
        ">Kommune<",
        "Mastodon",
        ">Artikel<",
        "Fem råd",
        "<time datetime=\"2026-10-26T08:01:00Z\">26. oktober kl. 9.01</time>",
        "Læs på norden.example",
        "href=\"/?q=%23Tillid\"",
        "lang=\"da\"",
        "href=\"/opslag/019a1000-0000-7000-8000-000000000061\"",
    ] {
        assert!(card.contains(words), "{words:?} is not in\n{card}");
    }
}

#[test]
fn the_walls_own_hashtag_is_not_repeated_on_every_card_of_a_list() {
    let link = "href=\"/?q=%23Ledelsesugen\"";
    assert!(!listed(&post(1, |_| {})).contains(link));
    assert!(render(&post(1, |_| {}), "", Place::Alone).contains(link));
}

#[test]
fn a_blanked_author_is_said_to_be_unknown() {
    let card = listed(&post(1, |draft| draft.author = Default::default()));
    assert!(card.contains("Forfatter ikke oplyst"), "{card}");
    assert!(!card.contains('@'), "{card}");
}

#[test]
fn a_long_post_is_folded_in_a_list_and_open_on_its_own_page() {
    let long = post(1, |draft| {
        draft.text = "Ledelse er et fag. ".repeat(60);
        draft.html = format!("<p>{}SLUT</p>", draft.text);
    });
    let folded = listed(&long);
    assert!(folded.contains("<summary>Vis hele opslaget</summary>") && folded.contains("SLUT"), "{folded}");
    assert!(folded.contains("class=\"card-lead\""), "{folded}");
    assert!(!render(&long, "", Place::Alone).contains("class=\"fold"));
    assert!(!listed(&post(2, |_| {})).contains("class=\"fold"), "a short one is not folded");
}

#[test]
fn behind_a_content_warning_nothing_stands_outside() {
    let warned = post(1, |draft| {
        draft.text = "HEMMELIGT ".repeat(100);
        draft.html = format!("<p>{}</p>", draft.text);
        draft.warning = Some("Sygdom".to_owned());
    });
    let card = render(&warned, "et <mark>HEMMELIGT</mark> sted", Place::List);
    let (outside, inside) = card.split_once("<details").unwrap();
    assert!(!outside.contains("HEMMELIGT") && inside.contains("Indholdsadvarsel: Sygdom"), "{card}");
    assert_eq!(card.matches("<details").count(), card.matches("</details>").count());
    assert!(!inside.split_once("</details>").unwrap().1.contains("HEMMELIGT"), "{card}");
}

#[test]
fn pictures_come_from_us_and_a_missing_description_is_said() {
    let card = listed(&post(1, |draft| {
        draft.attachments = vec![
            Attachment {
                url: "https://cdn.example/1.jpg".to_owned(),
                width: Some(640),
                height: Some(480),
                ..Attachment::default()
            },
            Attachment {
                url: "https://cdn.example/2.jpg".to_owned(),
                alt: "En sal".to_owned(),
                ..Attachment::default()
            },
            Attachment { alt: "Uden adresse".to_owned(), ..Attachment::default() },
        ];
    }));
    assert!(card.contains("src=\"/media/019a1000-0000-7000-8000-000000000001/0?w=640\" alt=\"\""), "{card}");
    assert!(card.contains("width=\"640\" height=\"480\""), "{card}");
    assert!(card.contains("Billedet har ingen alt-tekst") && card.contains("alt=\"En sal\""), "{card}");
    assert!(!card.contains("cdn.example"), "no third party: {card}");
    assert!(card.contains("Uden adresse") && !card.contains("/2\""), "{card}");
}

#[test]
fn each_attachment_says_what_it_is_and_whose() {
    let attachment = |kind, host: &str| Attachment {
        kind,
        url: format!("https://{host}/x"),
        title: "Titel".to_owned(),
        ..Attachment::default()
    };
    let card = listed(&post(1, |draft| {
        draft.attachments = vec![
            attachment(AttachmentKind::Video, "www.film.example"),
            attachment(AttachmentKind::Document, "doc.example"),
            attachment(AttachmentKind::Link, "side.example"),
            attachment(AttachmentKind::Poll, "stem.example"),
            attachment(AttachmentKind::Audio, "lyd.example"),
        ];
    }));
    for words in [
        "Se videoen på film.example",
        "Åbn dokumentet på doc.example",
        "Læs mere på side.example",
        "Se afstemningen på stem.example",
        "Hør lyden på lyd.example",
    ] {
        assert!(card.contains(words), "{words:?} is not in\n{card}");
    }
}
