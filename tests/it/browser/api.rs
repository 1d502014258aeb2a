//! The pages of the API, of keys and of webhooks, as the checkers and a phone see them.

use super::house::{House, numbered};
use super::takedown::{checked, clean_as_it_stands};
use crate::support::browser::Browser;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_find_no_error_on_the_pages_of_the_api() {
    let house = House::open().await;
    house.shown([numbered(1)]).await;
    let visitor = Browser::without_scripts().await;
    visitor.goto(&house.at("/api")).await;
    let visitor = Browser::open().await;
    for path in ["/api", "/api?lang=en"] {
        checked(&visitor, &house, path).await;
    }
    let admin = Browser::open().await;
    house.sign_in(&admin, "admin").await;
    admin.goto(&house.at("/noegler")).await;
    admin.fill("#navn", "Intranettet i Nordby Kommune").await;
    admin.click("input[value=moderate]").await;
    admin.click(".room button").await;
    admin.until("the key is shown", "document.getElementById('key')?.value.startsWith('hw_')").await;
    clean_as_it_stands(&admin, "/noegler made").await;
    for path in ["/noegler?lang=en", "/noegler?lang=da"] {
        checked(&admin, &house, path).await;
    }
    admin.goto(&house.at("/webhooks")).await;
    admin.fill("#navn", "Nyhedsbrevet").await;
    admin.fill("#adresse", "https://modtager.example/krog?hemmelig=1").await;
    admin.click(".room button").await;
    admin.until("the secret is shown", "document.getElementById('key')?.value.startsWith('whsec_')").await;
    clean_as_it_stands(&admin, "/webhooks made").await;
    house.shown([numbered(2), numbered(3)]).await;
    for path in ["/webhooks?lang=en", "/webhooks?lang=da"] {
        checked(&admin, &house, path).await;
    }
    admin.click(".people a.button").await;
    admin.until("the deliveries", "location.pathname.startsWith('/webhooks/')").await;
    admin.until("two wait", "document.querySelectorAll('.people li').length === 2").await;
    clean_as_it_stands(&admin, "/webhooks one").await;
    assert_eq!(admin.complaints().await, Vec::<String>::new());
}
