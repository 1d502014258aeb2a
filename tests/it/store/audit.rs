//! The audit trail: append-only, in order, newest first.

use hashwall::store::audit;

use crate::support::build::MONDAY;
use crate::support::database::both;

#[tokio::test]
async fn lines_stand_in_order_and_are_read_newest_first() {
    for db in both().await {
        for n in 1..=3 {
            audit::note(&db, MONDAY, "user:maja", "rule.saved", &format!("rule-{n}"), "").await.unwrap();
        }
        let seen = |page: Vec<hashwall::domain::audit::AuditEntry>| {
            page.into_iter().map(|line| (line.seq, line.subject)).collect::<Vec<_>>()
        };
        let newest = seen(audit::page(&db, None, 2).await.unwrap());
        assert_eq!(newest, [(3, "rule-3".to_owned()), (2, "rule-2".to_owned())], "{}", db.engine);
        let older = seen(audit::page(&db, Some(2), 2).await.unwrap());
        assert_eq!(older, [(1, "rule-1".to_owned())], "{}", db.engine);
    }
}
