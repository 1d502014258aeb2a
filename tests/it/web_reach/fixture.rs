//! An answer with one of everything, made by hand: five networks' worth of gaps, authors on several networks, a metric that
//! was retired, a negative count.

use std::sync::Arc;

use hashwall::config::settings::Site;
use hashwall::domain::edition::Campaign;
use hashwall::domain::figures::{
    Around, Cause, Coverage, Drill, Figure, Figures, Filters, Formula, Group, Heat, KindSum, Measured,
    MeasuredPoint, Moderation, NetworkFigures, Only, OwnFigure, Pair, Point, PointNetwork, Seen, Step,
    Surface, Timeline, TopAuthor, TopPost, Window,
};
use hashwall::domain::network::Network;
use hashwall::domain::post::PostId;
use hashwall::domain::sector::Sector;
use hashwall::domain::time::Timestamp;
use hashwall::web::page::Page;
use hashwall::web::reach::asked::Asked;
use hashwall::web::reach::sections::Answer;

pub const CAMPAIGN: Campaign = Campaign { week: 44, days_before: 14, days_after: 14 };
/// Monday after the week, 09:00 in Copenhagen.
pub const AFTER: &str = "2026-11-02T08:00:00Z";

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

pub fn page(address: &str) -> Page {
    let folder = tempfile::tempdir().unwrap();
    let settings = crate::support::app::settings(folder.path(), "sqlite::memory:", "http://127.0.0.1:1", "");
    let site = Site { owner: "Partnerskabet bag Ledelsesugen".to_owned(), ..settings.site };
    Page::new(Arc::new(site), at(AFTER), &address.parse().unwrap())
}

fn drilled(only: Only, network: Option<Network>) -> Option<Drill> {
    Some(Drill { only, network, ..Drill::default() })
}

fn exact(formula: Formula, value: u64, of: u64, drill: Option<Drill>) -> Figure {
    Figure::exact(formula, value, Coverage { told: of, of }, drill)
}

fn told(formula: Formula, value: Option<i64>, told: u64, of: u64, network: Network) -> Figure {
    let only = match formula {
        Formula::Reactions => Only::Reactions,
        Formula::Comments => Only::Comments,
        Formula::Shares => Only::Shares,
        _ => Only::Views,
    };
    Figure {
        value,
        coverage: Coverage { told, of },
        oldest_fetch: value.map(|_| at("2026-10-27T08:00:00Z")),
        newest_fetch: value.map(|_| at("2026-11-02T07:30:00Z")),
        drill: drilled(only, Some(network)),
        ..Figure::untold(formula, of, None)
    }
}

fn network(network: Network, posts: u64, counts: [Option<i64>; 4]) -> NetworkFigures {
    let of = |formula, value: Option<i64>| {
        let mut figure =
            told(formula, value, if value.is_some() { posts - posts / 5 } else { 0 }, posts, network);
        if network == Network::Facebook && formula == Formula::Views {
            figure.unavailable_since = Some(at("2026-10-29T10:00:00Z"));
        }
        figure
    };
    NetworkFigures {
        network,
        posts: exact(Formula::Posts, posts, posts, drilled(Only::Posts, Some(network))),
        authors: exact(Formula::Authors, posts / 3, posts, drilled(Only::Authors, Some(network))),
        reactions: of(Formula::Reactions, counts[0]),
        comments: of(Formula::Comments, counts[1]),
        shares: of(Formula::Shares, counts[2]),
        views: of(Formula::Views, counts[3]),
    }
}

fn group(value: &str, posts: u64, capped: u64, largest: u64, engagement: Option<i64>, drill: Drill) -> Group {
    Group {
        value: value.to_owned(),
        posts: exact(Formula::Posts, posts, posts, Some(drill)),
        capped,
        authors: posts / 3 + 1,
        largest_author: largest,
        engagement,
    }
}

fn timeline() -> Timeline {
    let counts: [[u64; 3]; 7] = [
        [210, 95, 60],
        [240, 110, 71],
        [198, 90, 55],
        [231, 120, 80],
        [180, 60, 44],
        [35, 20, 9],
        [28, 12, 7],
    ];
    let monday = at("2026-10-25T23:00:00Z");
    let day = std::time::Duration::from_secs(86_400);
    let mut points = Vec::new();
    let mut from = monday;
    for counts in counts {
        let until = from.plus(day);
        let networks = [Network::LinkedIn, Network::Facebook, Network::Mastodon]
            .into_iter()
            .zip(counts)
            .map(|(network, posts)| PointNetwork {
                network,
                posts,
                reactions: Some(posts as i64 * 11),
                comments: (network != Network::Mastodon).then_some(posts as i64 * 2),
                shares: Some(posts as i64),
                views: (network == Network::LinkedIn).then_some(posts as i64 * 140),
            })
            .collect();
        let all = counts.iter().sum();
        let drill = Drill { between: Some((from, until)), ..Drill::default() };
        points.push(Point { at: from, until, posts: exact(Formula::Posts, all, all, Some(drill)), networks });
        from = until;
    }
    Timeline { step: Step::Day, points }
}

fn heat() -> Heat {
    let mut heat = Heat::default();
    for (weekday, hours) in heat.0.iter_mut().enumerate() {
        for (hour, count) in hours.iter_mut().enumerate() {
            let busy = [8, 9, 12, 13, 15].contains(&hour);
            *count = match (weekday < 5, busy, (7..21).contains(&hour)) {
                (true, true, _) => 40 - weekday as u64 * 3 + hour as u64 % 4,
                (true, false, true) => 9,
                (false, _, true) => 3,
                _ => 0,
            };
        }
    }
    heat
}

fn top_post(
    number: usize,
    network: Network,
    author: &str,
    organisation: Option<&str>,
    reactions: i64,
) -> TopPost {
    TopPost {
        id: PostId(format!("post-{number}")),
        network,
        title: format!("Opslag nummer {number} om tillid i ledelse"),
        author: author.to_owned(),
        organisation: organisation.map(str::to_owned),
        published_at: at("2026-10-28T09:12:00Z"),
        engagement: reactions + 40,
        reactions: Some(reactions),
        comments: Some(31),
        shares: Some(9),
        views: (network == Network::LinkedIn).then_some(reactions * 42),
        fetched_at: Some(at("2026-11-02T07:30:00Z")),
    }
}

fn top_author(
    number: usize,
    network: Network,
    name: &str,
    organisation: Option<&str>,
    posts: u64,
) -> TopAuthor {
    TopAuthor {
        key: format!("key-{number}"),
        name: name.to_owned(),
        network,
        organisation: organisation.map(str::to_owned),
        sector: Sector::Kommune,
        posts: exact(
            Formula::Posts,
            posts,
            posts,
            Some(Drill { author: Some(format!("key-{number}")), ..Drill::default() }),
        ),
        followers: Some(1_200 * number as u64),
        engagement: Some(posts as i64 * 77),
    }
}

pub fn figures(window: Window) -> Figures {
    let organisation = |name: &str| Drill { organisation: Some(name.to_owned()), ..Drill::default() };
    let potential = Figure {
        value: Some(1_234_567),
        coverage: Coverage { told: 1_412, of: 1_955 },
        oldest_fetch: None,
        newest_fetch: None,
        ..exact(Formula::PotentialReach, 0, 0, drilled(Only::Followers, None))
    };
    let estimated = |value| Figure {
        value: Some(value),
        formula: Formula::EstimatedReach,
        drill: None,
        ..potential.clone()
    };
    Figures {
        window,
        filters: Filters::default(),
        position: 4_711,
        posts: exact(Formula::Posts, 1_955, 1_955, drilled(Only::Posts, None)),
        authors: Figure {
            coverage: Coverage { told: 1_940, of: 1_955 },
            ..exact(Formula::Authors, 804, 0, drilled(Only::Authors, None))
        },
        organisations: Figure {
            coverage: Coverage { told: 1_204, of: 1_955 },
            ..exact(Formula::Organisations, 187, 0, drilled(Only::Organisations, None))
        },
        covered_authors: 611,
        estimated_low: estimated(74_074),
        estimated_high: estimated(185_185),
        potential,
        v: (0.06, 0.15),
        v_source: "Organisk rækkevidde efter branchens målinger".to_owned(),
        engagement: Some(31_402),
        networks: vec![
            network(Network::LinkedIn, 1_122, [Some(24_310), Some(3_011), Some(1_204), Some(402_118)]),
            network(Network::Facebook, 507, [Some(5_120), Some(-3), Some(322), None]),
            network(Network::Mastodon, 326, [Some(801), None, Some(290), None]),
        ],
        timeline: timeline(),
        sectors: vec![
            group(
                "stat",
                402,
                310,
                22,
                Some(9_001),
                Drill { sector: Some(Sector::Stat), ..Drill::default() },
            ),
            group(
                "region",
                288,
                240,
                31,
                Some(5_220),
                Drill { sector: Some(Sector::Region), ..Drill::default() },
            ),
            group(
                "kommune",
                981,
                702,
                90,
                Some(13_800),
                Drill { sector: Some(Sector::Kommune), ..Drill::default() },
            ),
            group(
                "other",
                284,
                251,
                12,
                Some(3_381),
                Drill { sector: Some(Sector::Other), ..Drill::default() },
            ),
        ],
        largest_organisations: vec![
            group("Aarhus Kommune", 120, 41, 90, Some(2_004), organisation("Aarhus Kommune")),
            group("Region Midtjylland", 88, 66, 14, Some(1_650), organisation("Region Midtjylland")),
            group(
                "Digitaliseringsstyrelsen",
                61,
                55,
                9,
                Some(1_911),
                organisation("Digitaliseringsstyrelsen"),
            ),
            group("Væksthus for Ledelse", 44, 38, 8, Some(720), organisation("Væksthus for Ledelse")),
            group("", 751, 690, 12, Some(6_040), organisation("")),
        ],
        tags: vec![
            group(
                "ledelsesugen",
                1_955,
                1_500,
                90,
                None,
                Drill { tags: vec!["ledelsesugen".into()], ..Drill::default() },
            ),
            group("tillid", 312, 280, 9, None, Drill { tags: vec!["tillid".into()], ..Drill::default() }),
            group("velfærd", 204, 190, 7, None, Drill { tags: vec!["velfærd".into()], ..Drill::default() }),
        ],
        pairs: vec![Pair {
            one: "tillid".into(),
            other: "velfærd".into(),
            posts: exact(
                Formula::Posts,
                61,
                61,
                Some(Drill { tags: vec!["tillid".into(), "velfærd".into()], ..Drill::default() }),
            ),
        }],
        top_posts: vec![
            top_post(1, Network::LinkedIn, "Lone Kjær", None, 2_104),
            top_post(2, Network::LinkedIn, "Aarhus Kommune", Some("Aarhus Kommune"), 1_877),
            top_post(3, Network::Facebook, "Ib Østergård", Some("Region Midtjylland"), 640),
        ],
        top_authors: vec![
            top_author(1, Network::LinkedIn, "Aarhus Kommune", Some("Aarhus Kommune"), 90),
            top_author(2, Network::Facebook, "Ib Østergård", Some("Region Midtjylland"), 14),
            top_author(3, Network::LinkedIn, "Lone Kjær", None, 12),
        ],
        happenings: vec![Around {
            id: PostId("happening-1".into()),
            title: "Åbning af ugen".into(),
            by_organisation: true,
            begins: at("2026-10-26T09:00:00Z"),
            ends: at("2026-10-26T11:00:00Z"),
            posts: exact(
                Formula::Around,
                74,
                74,
                Some(Drill { without_happenings: true, ..Drill::default() }),
            ),
        }],
        heat: heat(),
        languages: vec![
            group("da", 1_880, 1_400, 90, None, Drill { language: Some("da".into()), ..Drill::default() }),
            group("en", 60, 55, 5, None, Drill { language: Some("en".into()), ..Drill::default() }),
            group("", 15, 15, 1, None, Drill { language: Some(String::new()), ..Drill::default() }),
        ],
        media: vec![
            group("image", 1_020, 900, 60, None, Drill { media: Some("image".into()), ..Drill::default() }),
            group("link", 640, 600, 40, None, Drill { media: Some("link".into()), ..Drill::default() }),
            group("", 410, 390, 9, None, Drill { media: Some(String::new()), ..Drill::default() }),
        ],
    }
}

/// Nothing in a window.
pub fn nothing(window: Window) -> Figures {
    let mut figures = figures(window);
    let none = |formula| Figure::exact(formula, 0, Coverage::full(0), None);
    figures.posts = none(Formula::Posts);
    figures.authors = none(Formula::Authors);
    figures.organisations = none(Formula::Organisations);
    figures.potential = Figure::untold(Formula::PotentialReach, 0, None);
    figures.estimated_low = Figure::untold(Formula::EstimatedReach, 0, None);
    figures.estimated_high = Figure::untold(Formula::EstimatedReach, 0, None);
    (figures.networks, figures.sectors, figures.largest_organisations) = (vec![], vec![], vec![]);
    (figures.tags, figures.pairs, figures.top_posts, figures.top_authors) = (vec![], vec![], vec![], vec![]);
    (figures.happenings, figures.languages, figures.media) = (vec![], vec![], vec![]);
    figures.heat = Heat::default();
    figures.engagement = None;
    figures
}

pub fn answer(page: &Page) -> Answer {
    let asked = Asked::read(page, CAMPAIGN).unwrap();
    let (year, before) = asked.before(CAMPAIGN, page.now).unwrap();
    let mut last = figures(before.window);
    last.posts = exact(Formula::Posts, 1_741, 1_741, None);
    last.authors = exact(Formula::Authors, 850, 1_741, None);
    let sums = Surface::ALL
        .into_iter()
        .flat_map(|surface| Seen::ALL.map(|seen| (surface, seen, 1_000 * (1 + seen as u64) + surface as u64)))
        .collect();
    let points = (0..48)
        .map(|hour| MeasuredPoint {
            at: asked.window.from.plus(std::time::Duration::from_secs(3_600 * hour)),
            loads: 100 + hour,
            cards: 400 + hour,
        })
        .collect();
    Answer {
        figures: figures(asked.window),
        before: Some((year, before, last)),
        measured: Measured {
            counting_since: Some(at("2026-10-27T06:00:00Z")),
            sums,
            hosts: vec![("www.aarhus.example".into(), 812), (String::new(), 40)],
            points,
        },
        own: vec![OwnFigure {
            network: Network::LinkedIn,
            source: "linkedin-partner".into(),
            metric: "uniqueImpressionsCount".into(),
            unique: true,
            running: false,
            figure: Figure { value: Some(9_120), ..Figure::untold(Formula::OwnPage, 0, None) },
            days: vec![("2026-10-26".into(), 8_000), ("2026-10-27".into(), 9_120)],
        }],
        moderation: Some(Moderation {
            shown: 1_955,
            held: 31,
            pending: 4,
            rejected: 122,
            reasons: vec![
                (Cause::Rule("Alt fra Sanne Bruun".into()), 60),
                (Cause::Unsaid, 42),
                (Cause::Rule("personal-number".into()), 9),
                (Cause::Given("Hetz mod Sanne Bruun".into()), 6),
                (Cause::Listed("Reklame eller svindel".into()), 5),
            ],
            decided_by_people: 402,
            median_seconds: Some(540),
            gone: 17,
        }),
        kinds: [("like", 20_100, 1_100), ("praise", 4_210, 402)]
            .map(|(kind, sum, posts)| KindSum {
                network: Network::LinkedIn,
                kind: kind.to_owned(),
                sum,
                posts,
            })
            .to_vec(),
        as_of: at("2026-11-02T07:30:00Z"),
        asked,
    }
}
