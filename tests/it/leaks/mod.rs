//! What is not approved cannot leak: a post in every state, and every address a visitor can ask.

mod house;
mod inside;
pub mod routes;
mod streams;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use hashwall::domain::network::Network;
use hashwall::domain::post::Kind;
use hashwall::domain::sector::Sector;
use hashwall_index::Search;

use crate::support::app::Answer;
use crate::support::database::both;
use house::{House, NEVER_SHOWN, ONCE_SHOWN, SHOWN};

/// A post that never was.
const UNKNOWN: &str = "019a1000-0000-7000-8000-0000000000ff";

/// States of the calendar.
const CALENDAR: [&str; 6] = [
    "vis=tidligere",
    "dag=2026-10-26",
    "uge=2026-44",
    "form=online",
    "organisation=ukendt",
    "uge=2026-44&form=fysisk&lang=en",
];

/// Fields of a post that can be searched, or might be.
const FIELDS: [&str; 14] = [
    "text",
    "tag",
    "title",
    "name",
    "handle",
    "organisation",
    "alt",
    "linktext",
    "link",
    "card",
    "cardtitle",
    "warning",
    "native",
    "reason",
];

impl House {
    /// Addresses of a route: with every hidden post, and with all that the route reads from its query.
    ///
    /// # Panics
    /// A route nobody has written an example for.
    fn examples(&self, route: &str) -> Vec<String> {
        let of_posts = |make: fn(&str) -> String| self.hidden().map(|id| make(&id.0)).collect::<Vec<_>>();
        match route {
            "/" | "/opslag.json" | "/opslag.rss" | "/opslag.atom" | "/opslag.jsonfeed" | "/opslag.ics"
            | "/display" | "/embed" | "/indlejr" | "/kort.json" | "/qr.svg" => {
                self.queries().iter().map(|q| format!("{route}?{q}")).collect()
            }
            "/kalender" | "/kalender.ics" | "/kalender.json" | "/kalender.rss" | "/kalender.atom"
            | "/kalender.jsonfeed" => self
                .queries()
                .iter()
                .map(|query| format!("{route}?{query}"))
                .chain(CALENDAR.map(|query| format!("{route}?{query}")))
                .collect(),
            "/w/{slug}" | "/w/{slug}/embed" | "/w/{slug}/display" | "/w/{slug}/kort.json" => {
                let of = |slug: &str| route.replace("{slug}", slug);
                let known =
                    self.queries().iter().map(|query| format!("{}?{query}", of("ledelsesugen"))).collect();
                let outputs = ["rss", "atom", "jsonfeed", "json", "ics"].map(|ending| {
                    [
                        of(&format!("ledelsesugen.{ending}")),
                        format!("{}?q=zq*", of(&format!("ledelsesugen.{ending}"))),
                    ]
                });
                [known, vec![of("ukendt"), of("zq")], outputs.concat()].concat()
            }
            "/preview.png" | "/w/{slug}/preview.png" => {
                vec![route.replace("{slug}", "ledelsesugen"), route.replace("{slug}", "ukendt")]
            }
            "/opslag/{id}/embed" => of_posts(|id| format!("/opslag/{id}/embed")),
            "/opslag/{id}/preview.png" => of_posts(|id| format!("/opslag/{id}/preview.png")),
            "/oembed" => {
                let address = |path: &str| {
                    let url: String =
                        url::form_urlencoded::byte_serialize(format!("{}{path}", self.base()).as_bytes())
                            .collect();
                    ["json", "xml"].map(|format| format!("/oembed?format={format}&url={url}"))
                };
                let posts = self.hidden().flat_map(|id| address(&format!("/opslag/{id}")));
                let walls = ["/", "/w/ledelsesugen", "/w/ukendt", "/?q=zq"].into_iter().flat_map(address);
                posts.chain(walls).collect()
            }
            "/api/v1/posts" | "/api/v1/search" | "/api/v1/happenings" => {
                self.api_queries().iter().map(|query| format!("{route}?{query}")).collect()
            }
            "/api/v1/posts/{id}" => of_posts(|id| format!("/api/v1/posts/{id}")),
            "/api" | "/api/v1/openapi.json" | "/api/v1/stats" | "/api/v1/walls" | "/api/v1/key" => {
                vec![route.to_owned()]
            }
            "/kalender/{id}" => {
                let (pages, files) =
                    (of_posts(|id| format!("/kalender/{id}")), of_posts(|id| format!("/kalender/{id}.ics")));
                [pages, files].concat()
            }
            "/tal" => ["", "?lang=en", "?udgave=2026", "?udgave=x", "?sektor=stat&tema=zq"]
                .map(|query| format!("/tal{query}"))
                .into(),
            "/udgaver" => vec![route.to_owned(), format!("{route}?lang=en")],
            "/udgaver/{year}" => ["2026", "2025", "2027", "x"].map(|year| format!("/udgaver/{year}")).into(),
            "/opslag/{id}" => of_posts(|id| format!("/opslag/{id}")),
            "/opslag/{id}/fjern" => of_posts(|id| format!("/opslag/{id}/fjern")),
            "/opslag/{id}/vurdering" => of_posts(|id| format!("/opslag/{id}/vurdering")),
            "/media/{post}/{number}" => {
                let pictures =
                    [of_posts(|id| format!("/media/{id}/0")), of_posts(|id| format!("/media/{id}/1"))];
                pictures.concat()
            }
            "/soeg/forslag" => {
                let typed =
                    ["z", "zq", "zqx", "#", "#zq", "fra:zq", "org:zq", "@zq", "tillid zq", "zq*", "zqz"];
                let typed = typed.iter().map(|text| (*text).to_owned());
                // And every hidden word with a slip in it: it must not be what was meant.
                let slips =
                    FIELDS.iter().flat_map(|field| [format!("zqpending{field}x"), format!("zqx{field}")]);
                let encode =
                    |text: String| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
                typed.chain(slips).map(|text| format!("{route}?q={}", encode(text))).collect()
            }
            // Streams have a test of their own; here are the answers that end.
            // A stream, which is read elsewhere; and an address that takes and says nothing.
            "/live" | "/maal" => Vec::new(),
            "/embed.js" | "/embed.css" | "/embed-size.js" | "/indsend" | "/om" | "/soegehjaelp"
            | "/privatliv" | "/tilgaengelighed" | "/was" | "/robots.txt" | "/favicon.ico"
            | "/health/live" => {
                vec![route.to_owned(), format!("{route}?lang=en")]
            }
            "/assets/{version}/{name}" => vec!["/assets/x/wall.js".to_owned(), "/assets/x/none".to_owned()],
            other => {
                panic!("{other} is public: say here how it is asked, so that it is known to leak nothing")
            }
        }
    }

    /// Where the house is reached from outside.
    fn base(&self) -> &str {
        self.app.app.settings.site.base_url.as_str().trim_end_matches('/')
    }

    /// Every state of a list.
    fn queries(&self) -> Vec<String> {
        let mut queries: Vec<String> =
            ["", "lang=en", "sprog=da", "antal=30", "tema=dark&antal=30", "q=tillid&sorter=bedst"]
                .map(str::to_owned)
                .into();
        queries.extend(Network::ALL.map(|network| format!("netvaerk={}&antal=30", network.as_str())));
        queries.extend(Sector::ALL.map(|sector| format!("sektor={}&antal=30", sector.as_str())));
        queries.extend(["image", "link"].map(|media| format!("medie={media}&antal=30")));
        queries
            .extend(["tag=ledelsesugen", "tag=zq", "dag=2026-10-26", "organisation=zq"].map(str::to_owned));
        queries.extend(Kind::ALL.map(|kind| format!("type={}&antal=30", kind.as_str())));
        // Everybody's words, the beginning of every hidden word, and what only the inner index has.
        for text in [
            "tillid",
            "#Ledelsesugen",
            "zq",
            "zq*",
            "\"om tillid\"",
            "-zqx",
            "state:pending",
            "state:held",
            "*",
        ] {
            let text: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            queries.push(format!("q={text}&antal=30"));
        }
        // Places in a list, also of the list that visitors do not have.
        for index in [&self.app.wall.public, &self.app.wall.desk] {
            for limit in 1..20 {
                let found = index.search(&Search { limit, ..Search::default() }).unwrap();
                queries.extend(found.next.map(|cursor| format!("aeldre={cursor}&antal=30")));
            }
        }
        queries.extend(["aeldre=0", "aeldre=x", "aeldre=%00"].map(str::to_owned));
        queries
    }

    /// The same of the API, by its own parameters.
    fn api_queries(&self) -> Vec<String> {
        let mut queries: Vec<String> =
            ["", "limit=100", "sort=best&q=tillid", "since=2020-01-01&until=2030-01-01"]
                .map(str::to_owned)
                .into();
        queries.extend(Network::ALL.map(|network| format!("network={}&limit=100", network.as_str())));
        queries.extend(Sector::ALL.map(|sector| format!("sector={}", sector.as_str())));
        queries.extend(Kind::ALL.map(|kind| format!("kind={}", kind.as_str())));
        for text in ["tillid", "zq", "zq*", "state:pending", "state:held", "-zqx", "*"] {
            let text: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            queries.push(format!("q={text}&limit=100"));
        }
        queries.extend(
            ["tag=zq", "organisation=zq", "media=image", "cursor=x", "language=da"].map(str::to_owned),
        );
        queries
    }

    async fn ask(&self, method: Method, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "wall.example");
        self.app.send(request.body(Body::empty()).unwrap()).await
    }
}

/// All that a caller is told, but for the number of the request and the hash of the answer.
fn told(answer: &Answer) -> String {
    let mut headers = answer.headers.clone();
    headers.remove("x-request-id");
    // A hash of the body, which is compared itself.
    headers.remove("etag");
    format!("{} {headers:?}\n{}", answer.status, answer.body)
}

fn cards(page: &str) -> Vec<&str> {
    page.split("<article ")
        .skip(1)
        .filter_map(|card| card.split("data-id=\"").nth(1)?.split('"').next())
        .collect()
}

#[tokio::test]
async fn no_public_address_tells_of_a_post_that_is_not_approved() {
    for database in both().await {
        let house = House::start(database).await;
        let shown = SHOWN.map(|word| house.id(word).0.clone());
        let mut seen = 0;
        for route in routes::public() {
            for path in house.examples(route) {
                let answer = house.ask(Method::GET, &path).await;
                assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
                // An address that names a post is repeated by the page that says there is none.
                let named = path.split('/').nth(2).filter(|_| route.contains('{')).unwrap_or("?none");
                let answer = told(&answer).replace(named, "(as asked)");
                house.assert_holds_nothing(&path, &answer);
                for card in cards(&answer) {
                    assert!(shown.iter().any(|id| id == card), "{path} shows {card}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 50, "the pages show what is approved: {seen} cards");
        let wall = house.ask(Method::GET, "/").await;
        assert!(wall.body.contains("zqshowntext") && wall.body.contains("zqminimisedtext"), "{}", wall.body);
    }
}

#[tokio::test]
async fn an_address_of_a_hidden_post_answers_as_one_that_never_was() {
    for database in both().await {
        let house = House::start(database).await;
        for make in [
            |id: &str| format!("/opslag/{id}"),
            |id: &str| format!("/opslag/{id}?lang=en"),
            |id: &str| format!("/media/{id}/0"),
            |id: &str| format!("/live/{id}"),
            |id: &str| format!("/embed?aeldre={id}"),
            |id: &str| format!("/?q={id}"),
        ] {
            let path = make(UNKNOWN);
            let of_nobody = told(&house.ask(Method::GET, &path).await).replace(UNKNOWN, "(as asked)");
            for id in house.hidden() {
                let path = make(&id.0);
                let answer = told(&house.ask(Method::GET, &path).await).replace(&id.0, "(as asked)");
                assert!(
                    answer == of_nobody,
                    "{path} differs from an address of nothing:\n{answer}\n{of_nobody}"
                );
            }
        }
        let pictures = house.app.standin.faults.requests();
        assert!(
            !pictures.iter().any(|(_, path)| path.contains("/pictures/")),
            "a hidden picture was fetched"
        );
        for word in SHOWN {
            assert_eq!(house.ask(Method::GET, &format!("/media/{}/0", house.id(word))).await.status, 200);
        }
    }
}

#[tokio::test]
async fn a_search_for_hidden_words_answers_as_for_words_nobody_wrote() {
    for database in both().await {
        let house = House::start(database).await;
        let page = async |path: &str, word: &str| {
            let answer = house.ask(Method::GET, &format!("{path}?q={word}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            told(&answer).replace(word, "(as typed)")
        };
        assert_eq!(cards(&page("/", "zqshowntext").await).len(), 1, "what is shown is found");
        for path in ["/", "/embed"] {
            for of in NEVER_SHOWN.iter().chain(&ONCE_SHOWN) {
                for word in FIELDS.map(|field| format!("zq{of}{field}")) {
                    // As long, since a page may shorten what was typed.
                    let nobodys = "kvx".repeat(20)[..word.len()].to_owned();
                    let (answer, empty) = (page(path, &word).await, page(path, &nobodys).await);
                    assert!(answer == empty, "{path}?q={word} differs from a word nobody wrote:\n{answer}");
                }
            }
        }
    }
}

#[tokio::test]
async fn no_method_gets_more_out_of_a_public_address() {
    for database in both().await {
        let house = House::start(database).await;
        let before = house.app.posts().await;
        for route in routes::public() {
            let mut paths = house.examples(route);
            paths.truncate(3);
            paths.push(route.replace("{id}", UNKNOWN).replace("{post}", UNKNOWN).replace("{number}", "0"));
            for path in paths {
                for method in ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
                    let method = Method::from_bytes(method.as_bytes()).unwrap();
                    let answer = house.ask(method.clone(), &path).await;
                    if method == Method::HEAD {
                        assert_eq!(answer.body, "", "{path}");
                    } else {
                        // It takes a page's report and answers nothing, whatever it is told.
                        let takes = method == Method::POST && route == "/maal";
                        let expected =
                            if takes { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED };
                        assert_eq!(answer.status, expected, "{method} {path}");
                    }
                    let named = path.split('/').nth(2).filter(|_| route.contains('{')).unwrap_or("?none");
                    house.assert_holds_nothing(&path, &told(&answer).replace(named, "(as asked)"));
                }
            }
        }
        assert_eq!(house.app.posts().await, before);
    }
}

#[tokio::test]
async fn what_visitors_read_from_holds_nothing_to_leak() {
    for database in both().await {
        let house = House::start(database).await;
        for (id, stored) in house.app.wall.public.dump().unwrap() {
            house.assert_holds_nothing(
                "the public index",
                &format!("{id} {}", String::from_utf8_lossy(&stored)),
            );
        }
        assert_eq!(house.app.wall.public.len(), SHOWN.len());
    }
}
