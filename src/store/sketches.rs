//! Near-duplicates: each post's fingerprint, cut into eight bands that are looked up, and the cluster it belongs to. When
//! two are nearly the same is `domain::similarity`'s. Exact copies have the same fingerprint.

use std::sync::LazyLock;

use sqlx::AssertSqlSafe;

use super::db::{StoreError, Tx};
use super::sql::args;
use crate::domain::post::{Draft, PostId};
use crate::domain::similarity::Fingerprint;

/// Posts looked at for each band: a hostile flood must not make every write slow, so each band is read in the order of its
/// index and no further.
const LOOKED_AT: u32 = 64;

/// The first posts of each of a sketch's eight bands, earliest first.
static NEIGHBOURS: LazyLock<String> = LazyLock::new(|| {
    let bands: Vec<String> = (0..8)
        .map(|at| {
            let bound = at + 1;
            format!(
                "SELECT post, sketch, cluster FROM (SELECT post, sketch, cluster FROM sketches WHERE b{at} = ${bound} \
                 ORDER BY post LIMIT {LOOKED_AT}) AS band{at}"
            )
        })
        .collect();
    bands.join(" UNION ") + " ORDER BY post"
});

/// Keeps a post's sketch and finds its cluster: that of the earliest post it is nearly the same as, or its own.
pub(super) async fn put(tx: &mut Tx, post: &PostId, draft: &Draft) -> Result<(), StoreError> {
    tx.run("DELETE FROM sketches WHERE post = $1", args![&post.0]).await?;
    let title = draft.title.as_deref().unwrap_or_default();
    let Some(sketch) = Fingerprint::of(&format!("{title} {}", draft.text)) else { return Ok(()) };
    let band = sketch.bands().map(i64::from);
    let found = tx
        .all(
            AssertSqlSafe(NEIGHBOURS.as_str()),
            args![band[0], band[1], band[2], band[3], band[4], band[5], band[6], band[7]],
        )
        .await?;
    let mut cluster = post.0.clone();
    for row in &found {
        if sketch.is_near(Fingerprint(row.get::<i64>("sketch")?.cast_unsigned())) {
            cluster = row.get("cluster")?;
            break;
        }
    }
    tx.run(
        "INSERT INTO sketches (post, sketch, cluster, b0, b1, b2, b3, b4, b5, b6, b7) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            &post.0,
            sketch.0.cast_signed(),
            cluster,
            band[0],
            band[1],
            band[2],
            band[3],
            band[4],
            band[5],
            band[6],
            band[7]
        ],
    )
    .await?;
    Ok(())
}
