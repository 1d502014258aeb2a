//! The pictures of `docs/desk.md`, made anew by `script/desk-pictures`; without a folder to put them in, the test only looks
//! that the queue shows what they are to show.

use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, PostId, State};
use hashwall::domain::sector::Sector;
use hashwall::domain::verdict::Verdict;
use hashwall::store::ingest::Batch;
use hashwall::store::marks::{self, Mark};
use hashwall::store::undo::By;
use hashwall::store::{leases, moderation, presence};

use crate::browser::house::House;
use crate::support::{axe, build};

const COPY: &str = "I dag åbner vi Ledelsesugen med oplæg om tillid, og borgmesteren taler med alle vores ledere om det, \
                    der er svært, når velfærden skal udvikles sammen med borgerne. #Ledelsesugen";

fn post(number: u32, name: &str, organisation: &str, sector: Sector, text: &str) -> Draft {
    let mut draft = build::draft(&number.to_string(), text);
    draft.author.name = name.to_owned();
    draft.author.handle = name.to_lowercase().replace([' ', 'å', 'ø', 'æ'], "");
    draft.author.native_id = format!("https://norden.example/users/{number}");
    draft.organisation = Some(organisation.to_owned()).filter(|name| !name.is_empty());
    draft.sector = sector;
    draft.published_at = build::MONDAY.plus(std::time::Duration::from_secs(u64::from(number) * 600));
    draft.engagement = Some(build::counts(i64::from(number) * 7, build::MONDAY));
    draft
}

async fn stage(house: &House) {
    let held = post(
        1,
        "Viggo Brandt",
        "",
        Sector::Other,
        "Sikke en flok idioter, der skal tale om tillid. #Ledelsesugen",
    );
    let verdict = Verdict::new(State::Held, "hold-words", "contains the listed word “idiot”");
    let batch = Batch { posts: vec![(held, Some(verdict))], ..Batch::default() };
    build::run(&house.app.db, "masto", batch, house.now()).await;
    let day = "Tak for en stærk dag i Odense: 140 ledere fra hele hjemmeplejen mødtes tirsdag om det gode pårørendesamarbejde. #Ledelsesugen";
    let mut facebook = post(5, "Region Midtby", "Region Midtby", Sector::Region, COPY);
    facebook.network = Network::Facebook;
    house
        .stored([
            post(2, "Karen Holm", "Fjordby Kommune", Sector::Kommune, day),
            post(3, "Fjordby Kommune", "Fjordby Kommune", Sector::Kommune, COPY),
            post(4, "Lone Kjær", "Fjordby Kommune", Sector::Kommune, &COPY.replace("alle vores", "vores")),
            facebook,
            post(
                6,
                "Mikkel Sø",
                "Styrelsen for Ledelse",
                Sector::Stat,
                "Hvad gør en god leder, når ingen ser det? Vi spurgte 40 medarbejdere. #Ledelsesugen #Tillid",
            ),
        ])
        .await;
    let find = async |number: &str| {
        build::all(&house.app.db).await.into_iter().find(|post| post.draft.native_id == number).unwrap().id
    };
    let first: PostId = find("2").await;
    house.decide(&first, State::Approved).await;
    let edited = post(
        2,
        "Karen Holm",
        "Fjordby Kommune",
        Sector::Kommune,
        &day.replace("140", "160").replace("tirsdag", "onsdag"),
    );
    house.stored([edited]).await;
    let by = By { actor: "user:maja", request: None, now: house.now() };
    let note = Mark::Noted("Jeg har spurgt kommunen, om dagen er rigtig.".to_owned());
    marks::mark(&house.app.db, &[first], &note, by).await.unwrap();
    moderation::decide(&house.app.db, &[find("6").await], State::Pending, "user:maja", None, house.now())
        .await
        .unwrap();
    presence::seen(&house.app.db, "maja", house.now()).await.unwrap();
    leases::take(&house.app.db, "maja", "p", &[find("1").await], house.now()).await.unwrap();
    house.wall.catch_up(&house.app.db).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_queue_shows_what_a_moderator_needs() {
    let house = House::open().await;
    stage(&house).await;
    let browser = house.moderator().await;
    browser.look(1280, 1000, "light").await;
    browser.goto(&house.at("/moderation?sorter=doubtful")).await;
    browser.until("it follows", "'following' in document.getElementById('reviews').dataset").await;
    for words in ["160", "140", "3 næsten ens", "Jeg har spurgt kommunen", "maja"] {
        browser.sees(words).await;
    }
    axe::clean(&browser, "the queue").await;
    browser.keep("queue").await;
    browser.strike(['?']).await;
    axe::clean(&browser, "the list of keys").await;
    browser.keep("queue-keys").await;
    browser.strike_key(fantoccini::key::Key::Escape).await;
    browser.strike(['j', 'r']).await;
    browser.until("reasons are offered", "document.querySelector('.reasons')").await;
    axe::clean(&browser, "the reasons").await;
    browser.keep("queue-reasons").await;
    browser.look(390, 844, "light").await;
    browser.goto(&house.at("/moderation?sorter=doubtful")).await;
    browser.keep("queue-phone").await;
    browser.goto(&house.at("/moderation?tilstand=held")).await;
    browser.goto(&house.at("/moderation?tilstand=alle&regel=hold-words")).await;
    browser.sees("maja ser på det").await;
    assert!(browser.holds("document.querySelector('mark.matched').innerText.includes('idioter')").await);
    browser.look(320, 844, "dark").await;
    assert!(
        browser.holds("document.documentElement.scrollWidth <= 320").await,
        "no wider than a small phone"
    );
    axe::clean(&browser, "held by another, filtered, dark").await;
    browser.keep("queue-phone-dark").await;
    browser.goto(&house.at("/moderation?tilstand=approved&lang=en")).await;
    axe::clean(&browser, "an empty queue in English").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
}
