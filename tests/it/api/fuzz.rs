//! A property-based client asks every operation of the API whatever it thinks of, with all its checks.
//! `HASHWALL_FUZZ_EXAMPLES` says how much (`script/api-fuzz`).

use hashwall::domain::happening::Happening;
use hashwall::domain::key::Scope;
use hashwall::domain::post::Kind;
use hashwall::store::keys;
use hashwall::web::keyed;

use super::python::program;
use crate::browser::house::{House, numbered};
use crate::support::build::MONDAY;

/// Enough to meet each kind of mistake in half a minute.
const EXAMPLES: &str = "12";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_operation_breaks_or_answers_what_the_document_does_not_know() {
    let house = House::open().await;
    let mut drafts: Vec<_> = (1..=30).map(numbered).collect();
    for draft in &mut drafts[20..] {
        draft.kind = Kind::Happening;
        draft.happening = Some(Happening { start: MONDAY, is_online: true, ..Happening::default() });
    }
    house.shown(drafts).await;
    let key = keyed::new_key();
    let now = house.now();
    keys::make(&house.app.db, "schemathesis", &keyed::hash(&key), &Scope::ALL, "user:admin", now)
        .await
        .unwrap();
    let examples = std::env::var("HASHWALL_FUZZ_EXAMPLES").unwrap_or_else(|_| EXAMPLES.to_owned());
    let folder = tempfile::tempdir().unwrap();
    // An address can be well formed and lead nowhere, or into a private network: that is told by 422.
    let expected = r#"[[operations]]
include-name = "POST /api/v1/submissions"
checks.positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "422", "429"]
"#;
    std::fs::write(folder.path().join("schemathesis.toml"), expected).unwrap();
    for sent in [None, Some(key)] {
        let mut client = program("schemathesis");
        client
            .arg("run")
            .arg(house.at("/api/v1/openapi.json"))
            .args(["--checks", "all", "--max-examples", &examples, "--seed", "1", "--no-color"])
            .current_dir(folder.path());
        if let Some(key) = &sent {
            client.arg("--header").arg(format!("Authorization: Bearer {key}"));
        }
        let run = tokio::task::spawn_blocking(move || client.output()).await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
        eprintln!("{said}");
    }
}
