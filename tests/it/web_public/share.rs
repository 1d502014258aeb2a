//! What other sites are told of an address of ours: oEmbed, Open Graph, schema.org, the picture.

use axum::http::StatusCode;
use hashwall::domain::happening::Happening;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::post::Kind;
use hashwall::domain::time::Timestamp;
use serde_json::Value;

use super::house::{Answer, House, post};

const ONE: &str = "https://wall.example/opslag/019a1000-0000-7000-8000-000000000001";

fn asked(url: &str, more: &str) -> String {
    let url: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
    format!("/oembed?url={url}{more}")
}

fn data(page: &Answer) -> Value {
    let block = page.body.split("<script type=\"application/ld+json\">").nth(1).expect("a block of data");
    serde_json::from_str(block.split("</script>").next().unwrap()).unwrap()
}

#[tokio::test]
async fn walls_views_and_posts_are_embedded_by_their_address() {
    let house = House::with_posts(3);
    for (url, frame) in [
        ("https://wall.example/", "https://wall.example/embed"),
        ("https://wall.example", "https://wall.example/embed"),
        ("https://wall.example/?sektor=kommune&lang=en", "https://wall.example/embed?sektor=kommune"),
        ("https://wall.example/w/kommunerne", "https://wall.example/w/kommunerne/embed"),
        (ONE, &format!("{ONE}/embed")),
    ] {
        let answer = house.get(&asked(url, "")).await;
        assert_eq!(answer.status, StatusCode::OK, "{url}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((&told["version"], &told["type"]), (&"1.0".into(), &"rich".into()), "{url}");
        let html = told["html"].as_str().unwrap();
        assert!(html.starts_with(&format!("<iframe src=\"{frame}\"")), "{url}: {html}");
        assert!(told["thumbnail_url"].as_str().unwrap().ends_with("/preview.png"));
    }
    let small: Value =
        serde_json::from_str(&house.get(&asked(ONE, "&maxwidth=320&maxheight=99999")).await.body).unwrap();
    assert_eq!((&small["width"], &small["height"]), (&320.into(), &420.into()));
    assert!(small["html"].as_str().unwrap().contains("width=\"320\""));
    let xml = house.get(&asked("https://wall.example/w/kommunerne", "&format=xml")).await;
    assert_eq!(xml.header("content-type"), "text/xml; charset=utf-8");
    xml.shows("<title>Municipalities</title>")
        .shows("&lt;iframe src=&quot;https://wall.example/w/kommunerne/embed&quot;");
}

#[tokio::test]
async fn what_is_not_ours_is_not_found_in_plain_words() {
    let house = House::with_posts(1);
    for url in [
        "https://evil.example/",
        "http://wall.example/",
        "https://wall.example.evil.example/",
        "https://wall.example@evil.example/",
        "https://wall.example:8443/",
        "https://wall.example/moderation",
        "https://wall.example/w/ukendt",
        "https://wall.example/w/../moderation",
        "https://wall.example/opslag/019a1000-0000-7000-8000-0000000000ff",
        "https://wall.example/opslag/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "ikke en adresse",
    ] {
        let answer = house.get(&asked(url, "")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{url}");
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8", "{url}");
        answer.shows("no address of a wall or a post here").hides("evil");
    }
    assert_eq!(house.get("/oembed").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(house.get(&asked(ONE, "&format=yaml")).await.status, StatusCode::NOT_IMPLEMENTED);
}

#[tokio::test]
async fn pages_say_where_they_are_embedded_and_how_they_look() {
    let house = House::with_posts(1);
    for (path, address, picture) in [
        ("/", "https%3A%2F%2Fwall.example%2F", "https://wall.example/preview.png"),
        ("/w/ledelsesugen", "%2Fw%2Fledelsesugen", "https://wall.example/w/ledelsesugen/preview.png"),
        (&ONE["https://wall.example".len()..], "%2Fopslag%2F", &format!("{ONE}/preview.png")),
    ] {
        let page = house.get(path).await;
        for kind in ["application/json+oembed", "text/xml+oembed"] {
            let link = page.body.split('<').find(|tag| tag.contains(kind)).expect("a link for discovery");
            assert!(link.contains(address), "{path}: {link}");
        }
        page.shows(&format!("<meta property=\"og:image\" content=\"{picture}\">"));
        page.shows("<meta name=\"twitter:card\" content=\"summary_large_image\">");
        for meta in ["og:title", "og:type", "og:url", "og:description", "og:site_name", "og:image:alt"] {
            page.shows(&format!("property=\"{meta}\""));
        }
    }
}

#[tokio::test]
async fn a_post_is_a_posting_and_nothing_in_it_ends_the_block() {
    let house = House::new();
    let words = "</script><script>alert(1)</script> om tillid & mod #Ledelsesugen";
    house.show(&post(1, |draft| {
        draft.text = words.to_owned();
        draft.hashtags = Hashtag::find_all(words);
        draft.author.name = "Lone </script>".to_owned();
        draft.organisation = Some("Nordby Kommune".to_owned());
        draft.url = "https://norden.example/@lone/1".to_owned();
    }));
    let page = house.get(&ONE["https://wall.example".len()..]).await;
    page.hides("<script>alert");
    let told = data(&page);
    assert_eq!((&told["@type"], &told["url"]), (&"SocialMediaPosting".into(), &ONE.into()));
    assert_eq!(told["articleBody"], words);
    assert_eq!(told["author"]["name"], "Lone </script>");
    assert_eq!(told["author"]["affiliation"]["name"], "Nordby Kommune");
    assert_eq!(told["isBasedOn"], "https://norden.example/@lone/1");
    assert!(told["datePublished"].as_str().unwrap().ends_with('Z'));

    house.show(&post(2, |draft| draft.warning = Some("Sygdom".to_owned())));
    let warned = house.get("/opslag/019a1000-0000-7000-8000-000000000002").await;
    let told = data(&warned);
    assert_eq!((&told["headline"], &told["articleBody"]), (&"Sygdom".into(), &Value::Null));
}

#[tokio::test]
async fn a_happening_is_an_event() {
    let house = House::new();
    house.show(&post(1, |draft| {
        draft.kind = Kind::Happening;
        draft.title = Some("Åbent hus".to_owned());
        draft.happening = Some(Happening {
            start: Timestamp::from_secs(1_793_000_000),
            end: Some(Timestamp::from_secs(1_793_003_600)),
            place: "Rådhuset".to_owned(),
            address: "Torvet 1, Nordby".to_owned(),
            organiser: "Nordby Kommune".to_owned(),
            ..Happening::default()
        });
    }));
    let page = house.get("/kalender/019a1000-0000-7000-8000-000000000001").await;
    let told = data(&page);
    assert_eq!((&told["@type"], &told["name"]), (&"Event".into(), &"Åbent hus".into()));
    assert_eq!(told["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(told["location"][0]["name"], "Rådhuset");
    assert_eq!(told["organizer"]["name"], "Nordby Kommune");
    assert!(told["startDate"].as_str().unwrap() < told["endDate"].as_str().unwrap());
}

#[tokio::test]
async fn the_picture_is_drawn_from_what_is_approved() {
    let house = House::with_posts(3);
    let hidden = house.get("/opslag/019a1000-0000-7000-8000-0000000000ff/preview.png").await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    for path in ["/preview.png", "/w/kommunerne/preview.png", &format!("{}/preview.png", &ONE[20..])] {
        let answer = house.bytes(path).await;
        let picture = image::load_from_memory_with_format(&answer, image::ImageFormat::Png).unwrap();
        assert_eq!((picture.width(), picture.height()), (1200, 630), "{path}");
        // Ink on paper: something is written on it.
        let dark = picture.to_luma8().pixels().filter(|pixel| pixel.0[0] < 90).count();
        assert!(dark > 2_000, "{path}: {dark} dark pixels");
        assert!(answer.len() < 200_000, "{path}: {} bytes", answer.len());
    }
}
