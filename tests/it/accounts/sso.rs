//! Signing in through a real provider: its login and consent pages, its codes, tokens, keys and groups.

use axum::http::StatusCode;
use hashwall::app::system_clock;
use hashwall::domain::user::Role;
use hashwall::store::{identities, users};
use tower::ServiceExt;

use super::provider::Provider;
use super::{actions, cookies};
use crate::support::app::{Answer, TestApp};
use crate::support::database::{TestDb, both};
use crate::web_desk::support::{Desk, Person, header_of, hides, shows};

const WALL: &str = "http://wall.example";

async fn desk(database: TestDb, issuer: &str, more: &str) -> Desk {
    let oidc = format!(
        "[oidc]\nissuer = {issuer:?}\ntitle = \"Nordby Kommune\"\n{more}\n\
         [oidc.roles]\nredaktion = \"moderator\"\npresse = \"communicator\"\n"
    );
    let app = TestApp::start(database, &oidc).await;
    // The provider's clock is the machine's.
    app.advance(system_clock()().since(app.now()));
    Desk::with_people(app).await
}

const SECRET: &str = "client_id = \"wall\"\nclient_secret = { env = \"TEST_APP_SECRET\" }";

/// A browser that walks from the wall's own link through the provider's pages and back; `tamper` may change the address
/// it comes back with.
struct Walk {
    client: reqwest::Client,
    jar: String,
}

impl Walk {
    fn new() -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        Self { client: client.build().unwrap(), jar: String::new() }
    }

    async fn ask(&mut self, url: &str, form: Option<Vec<(&str, &str)>>) -> (u16, String, String) {
        let request = match &form {
            Some(fields) => self.client.post(url).form(fields),
            None => self.client.get(url),
        };
        let answer = request.header("cookie", &self.jar).send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let location = headers.get("location").map_or("", |to| to.to_str().unwrap()).to_owned();
        let like = Answer { status: StatusCode::OK, headers, body: String::new() };
        self.jar = cookies(Some(&self.jar), &like);
        (status, location, answer.text().await.unwrap())
    }

    /// Fills in whatever the provider asks until it sends the browser back to the wall.
    async fn through(&mut self, start: &str, login: &str) -> String {
        let mut url = url::Url::parse(start).unwrap();
        let mut form = None;
        for _ in 0..12 {
            let (status, location, page) = self.ask(url.as_str(), form.take()).await;
            if (300..400).contains(&status) {
                url = url.join(&location).unwrap();
                if url.as_str().starts_with(WALL) {
                    return url.as_str()[WALL.len()..].to_owned();
                }
                continue;
            }
            assert_eq!(status, 200, "{url}: {page}");
            let action = page.split("action=\"").nth(1).unwrap_or_else(|| panic!("no form: {page}"));
            url = url.join(action.split('"').next().unwrap()).unwrap();
            form = Some(if page.contains("value=\"login\"") {
                vec![("prompt", "login"), ("login", login), ("password", "any")]
            } else {
                vec![("prompt", "consent")]
            });
        }
        panic!("the provider goes round in circles");
    }
}

/// From the wall's link to the address the provider sends the browser back to; and the wall's cookies.
async fn out<'a>(desk: &'a Desk, login: &str) -> (Person<'a>, String) {
    let begun = desk.stranger().get("/log-ind/sso?videre=/log%3Ffra%3D7").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let browser = Person { cookie: Some(cookies(None, &begun)), desk };
    let back = Walk::new().through(header_of(&begun, "location"), login).await;
    (browser, back)
}

#[tokio::test]
async fn a_municipality_signs_in_with_its_own_provider() {
    let provider = Provider::start(WALL).await;
    for database in both().await {
        let desk = desk(database, &provider.issuer, SECRET).await;
        shows(&desk.stranger().get("/log-ind").await, "Log ind med Nordby Kommune");
        let (browser, back) = out(&desk, "lone+redaktion+andet").await;
        let answer = browser.get(&back).await;
        assert_eq!(
            (answer.status.as_u16(), header_of(&answer, "location")),
            (303, "/log?fra=7"),
            "{}",
            answer.body
        );
        let lone = Person { cookie: Some(cookies(browser.cookie.as_deref(), &answer)), desk: &desk };
        assert_eq!(lone.get("/moderation").await.status, 200);
        assert_eq!(lone.get("/raekkevidde").await.status, 403, "a moderator by her group");
        let own = lone.get("/konto").await;
        shows(&own, &format!("konto hos {}", provider.issuer));
        hides(&own, "action=\"/konto/adgangskode\"");
        assert_eq!(browser.get(&back).await.status, 400, "the same answer twice");
        let out = lone.post("/log-ud", &[]).await;
        assert_eq!(header_of(&out, "location"), "/log-ind?ud=sso");
        let page = desk.stranger().get("/log-ind?ud=sso").await;
        shows(&page, &format!("{}/session/end?", provider.issuer));
        let told = actions(&desk).await;
        assert!(told.contains(&"system user.linked lone".to_owned()), "{told:?}");
        assert!(told.contains(&"user:lone user.signed-in lone".to_owned()), "{told:?}");
        let stranger = desk.stranger().post("/log-ind", &[("navn", "lone"), ("kode", "")]).await;
        assert_eq!(stranger.status, 401, "no password opens it");
    }
}

#[tokio::test]
async fn no_group_no_access_and_a_name_is_not_an_identity() {
    let provider = Provider::start(WALL).await;
    let desk = desk(TestDb::sqlite().await, &provider.issuer, "client_id = \"wall-public\"").await;
    let (browser, back) = out(&desk, "lone+andet").await;
    let answer = browser.get(&back).await;
    assert_eq!(answer.status, 403);
    shows(&answer, "ingen af dine grupper giver adgang");
    assert!(!header_of(&answer, "set-cookie").contains("hashwall="));
    assert!(users::account(&desk.app.app.db, "lone").await.unwrap().is_none(), "no account is left behind");

    let (browser, back) = out(&desk, "admin+presse").await;
    let answer = browser.get(&back).await;
    let person = Person { cookie: Some(cookies(None, &answer)), desk: &desk };
    shows(&person.get("/raekkevidde").await, "admin (127.0.0.1)");
    assert_eq!(users::account(&desk.app.app.db, "admin").await.unwrap().unwrap().role, Role::Admin);

    let by = users::By { actor: "user:admin", at: desk.app.now() };
    users::change(&desk.app.app.db, "admin (127.0.0.1)", users::Change::Disable, by).await.unwrap();
    assert_eq!(person.get("/raekkevidde").await.status, 303);
    let (browser, back) = out(&desk, "admin+presse").await;
    let closed = browser.get(&back).await;
    assert_eq!(closed.status, 403);
    shows(&closed, "Din bruger er lukket");
}

#[tokio::test]
async fn an_answer_counts_in_the_browser_that_asked_and_as_it_was_sent() {
    let provider = Provider::start(WALL).await;
    let post = "client_id = \"wall-post\"\nclient_secret = { env = \"TEST_APP_SECRET\" }";
    let desk = desk(TestDb::sqlite().await, &provider.issuer, post).await;
    let (browser, back) = out(&desk, "lone+redaktion").await;
    let (other, _) = out(&desk, "eve+redaktion").await;
    assert_eq!(desk.stranger().get(&back).await.status, 400, "without the cookie: a planted sign-in");
    assert_eq!(other.get(&back).await.status, 400, "in another browser");
    let state = super::between(&back, "state=", "&").to_owned();
    assert_eq!(browser.get(&back.replace(&state, &"a".repeat(43))).await.status, 400, "another state");
    let code = super::between(&back, "code=", "&").to_owned();
    let wrong = browser.get(&back.replace(&code, "made-up")).await;
    assert_eq!(wrong.status, 502);
    shows(&wrong, "ville ikke bekræfte");
    assert_eq!(browser.get(&back).await.status, 400, "a state is used up by a failure, too");

    let (browser, back) = out(&desk, "lone+redaktion").await;
    let issuer = back.split("iss=").nth(1).expect("the provider names itself (RFC 9207)");
    let mixed = browser.get(&back.replace(issuer, "https%3A%2F%2Fevil.example")).await;
    assert_eq!(mixed.status, 502);
    shows(&mixed, "kunne ikke kontrolleres");
    let (browser, back) = out(&desk, "lone+redaktion").await;
    let state = super::between(&back, "state=", "&").to_owned();
    let denied = browser.get(&format!("/log-ind/sso/svar?error=access_denied&state={state}")).await;
    shows(&denied, "uden svar");
    let (browser, back) = out(&desk, "lone+redaktion").await;
    assert_eq!(browser.get(&back).await.status, 303, "and an honest one passes");
}

#[tokio::test]
async fn a_provider_that_is_away_or_another_is_said_plainly() {
    let provider = Provider::start(WALL).await;
    for issuer in [format!("{}/", provider.issuer), "http://127.0.0.1:9".to_owned()] {
        let desk = desk(TestDb::sqlite().await, &issuer, SECRET).await;
        let answer = desk.stranger().get("/log-ind/sso").await;
        assert_eq!(answer.status, 502, "{issuer}");
        shows(&answer, "Vi kan ikke få fat i");
        shows(&answer, "name=\"kode\"");
    }
}

#[tokio::test]
async fn passwords_can_be_switched_off() {
    let only = format!("{SECRET}\nonly = true");
    let desk = desk(TestDb::sqlite().await, "http://127.0.0.1:9", &only).await;
    let page = desk.stranger().get("/log-ind").await;
    shows(&page, "Nordby Kommune");
    hides(&page, "name=\"kode\"");
    let answer = desk.stranger().post("/log-ind", &[("navn", "mette"), ("kode", super::OLD)]).await;
    assert_eq!(answer.status, 403);
    shows(&answer, "kun ind med sin arbejdskonto");
}

#[tokio::test]
async fn a_provider_may_change_its_keys() {
    let provider = Provider::start(WALL).await;
    let desk = desk(TestDb::sqlite().await, &provider.issuer, SECRET).await;
    let (browser, back) = out(&desk, "lone+redaktion").await;
    assert_eq!(browser.get(&back).await.status, 303, "its keys are known now");
    let _provider = provider.with_another_key(WALL).await;
    let (browser, back) = out(&desk, "lone+redaktion").await;
    let answer = browser.get(&back).await;
    assert_eq!(answer.status, 303, "a key we did not know is looked up: {}", answer.body);
}

#[tokio::test]
async fn a_provider_cannot_take_the_last_administrator_away() {
    let provider = Provider::start(WALL).await;
    for database in both().await {
        let trusted = format!("{SECRET}\nlink_by_email = true");
        let desk = desk(database, &provider.issuer, &trusted).await;
        let db = &desk.app.app.db;
        let by = users::By { actor: "system", at: desk.app.now() };
        users::invite(db, "lone@by.example", Role::Admin, by).await.unwrap();
        users::change(db, "admin", users::Change::Disable, by).await.unwrap();
        let before = actions(&desk).await;
        let (browser, back) = out(&desk, "lone+redaktion").await;
        let answer = browser.get(&back).await;
        assert_eq!(answer.status, 403, "{}", answer.body);
        shows(&answer, "den sidste administrator");
        assert_eq!(users::account(db, "lone@by.example").await.unwrap().unwrap().role, Role::Admin);
        assert_eq!(actions(&desk).await, before, "nothing is changed by half");

        users::change(db, "admin", users::Change::Enable, by).await.unwrap();
        let (browser, back) = out(&desk, "lone+redaktion").await;
        assert_eq!(browser.get(&back).await.status, 303, "with another one there it may");
        assert_eq!(users::account(db, "lone@by.example").await.unwrap().unwrap().role, Role::Moderator);
    }
}

#[tokio::test]
async fn who_has_left_every_group_has_left_the_house() {
    let provider = Provider::start(WALL).await;
    for database in both().await {
        let trusted = format!("{SECRET}\nlink_by_email = true");
        let desk = desk(database, &provider.issuer, &trusted).await;
        let db = &desk.app.app.db;
        // An account with a password, taken over by the provider's word.
        let hash = hashwall::password::hash(super::OLD).unwrap();
        users::put(db, "lone@by.example", Role::Moderator, &hash, desk.app.now()).await.unwrap();
        // The stand-in's subject is what is typed, groups and all: this one was a moderator, too, and is in "andet" alone now.
        let arrival = identities::Arrival {
            issuer: &provider.issuer,
            subject: "lone+andet",
            host: "127.0.0.1",
            name: "lone",
            email: Some("lone@by.example"),
            role: Role::Moderator,
        };
        identities::arrive(db, &arrival, desk.app.now()).await.unwrap();
        let (browser, back) = out(&desk, "lone+redaktion").await;
        let answer = browser.get(&back).await;
        let lone = Person { cookie: Some(cookies(None, &answer)), desk: &desk };
        assert_eq!(lone.get("/moderation").await.status, 200);
        let fields = [("navn", "lone@by.example"), ("kode", super::OLD)];
        let by_password = desk.stranger().post("/log-ind", &fields).await;
        let elsewhere = Person { cookie: Some(cookies(None, &by_password)), desk: &desk };
        assert_eq!(elsewhere.get("/moderation").await.status, 200);

        let (browser, back) = out(&desk, "lone+andet").await;
        assert_eq!(browser.get(&back).await.status, 403);
        assert_eq!(lone.get("/moderation").await.status, 303);
        assert_eq!(elsewhere.get("/moderation").await.status, 303);
        assert_eq!(
            desk.stranger().post("/log-ind", &fields).await.status,
            401,
            "the password is no way round"
        );
        assert!(actions(&desk).await.contains(&"system user.no-group lone@by.example".to_owned()));
        let (browser, back) = out(&desk, "lone+redaktion").await;
        assert_eq!(browser.get(&back).await.status, 303, "back in the group, back in");

        // The last administrator can still open the house by the password.
        users::put(db, "lone@by.example", Role::Admin, &hash, desk.app.now()).await.unwrap();
        let by = users::By { actor: "system", at: desk.app.now() };
        users::change(db, "admin", users::Change::Disable, by).await.unwrap();
        let (browser, back) = out(&desk, "lone+andet").await;
        assert_eq!(browser.get(&back).await.status, 403);
        assert_eq!(desk.stranger().post("/log-ind", &fields).await.status, 303);
    }
}

#[tokio::test]
async fn nobody_fills_the_house_with_sign_ons_that_were_only_begun() {
    let provider = Provider::start(WALL).await;
    let desk = desk(TestDb::sqlite().await, &provider.issuer, SECRET).await;
    // One process, which remembers who came.
    let house = desk.app.app.router(&desk.app.wall);
    let start = async |address: &str| {
        let mut request = super::from(address, "/log-ind/sso", &[]);
        *request.method_mut() = axum::http::Method::GET;
        request.headers_mut().insert("host", "wall.example".parse().unwrap());
        house.clone().oneshot(request).await.unwrap().status().as_u16()
    };
    for _ in 0..120 {
        assert_eq!(start("203.0.113.9").await, 303);
    }
    assert_eq!(start("203.0.113.9").await, 429);
    assert_eq!(start("198.51.100.4").await, 303, "another's way is free");
}

#[tokio::test]
async fn sign_ons_under_way_are_bounded_and_those_that_ended_are_gone() {
    use hashwall::store::identities::{SignOn, begin_sign_on, take_sign_on};
    for database in both().await {
        let sign_on = SignOn { nonce: String::new(), verifier: String::new(), onward: String::new() };
        let second = |n: i64| hashwall::domain::time::Timestamp::from_secs(n);
        for n in 0..2_002_i64 {
            begin_sign_on(&database, &format!("{n:05}"), &sign_on, second(10_000 + n), second(0))
                .await
                .unwrap();
        }
        let take =
            async |n: i64| take_sign_on(&database, &format!("{n:05}"), second(1)).await.unwrap().is_some();
        assert!(!take(0).await && !take(1).await, "the oldest are forgotten on {}", database.engine);
        assert!(take(2).await && take(2_001).await);
        begin_sign_on(&database, "late", &sign_on, second(99_999), second(10_500)).await.unwrap();
        assert!(!take(400).await, "what ended is gone");
        assert!(take(600).await);
    }
}
