//! A step of a loop that may panic. Knows nothing of what the step does.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

/// One step of a loop. A panic in it is our defect, and an error like any other: were it to end the loop, the house would
/// stand still without a word.
pub(super) async fn survived<T>(step: BoxFuture<'_, anyhow::Result<T>>) -> anyhow::Result<T> {
    let ended = AssertUnwindSafe(step).catch_unwind().await;
    ended.unwrap_or_else(|_told_on_standard_error| Err(anyhow::anyhow!("a defect of ours: it panicked")))
}

#[cfg(test)]
mod tests {
    use super::survived;

    #[tokio::test]
    async fn a_step_that_panics_is_an_error_and_the_loop_goes_on() {
        let broken = survived::<()>(Box::pin(async { panic!("on purpose") })).await;
        assert!(broken.is_err_and(|why| why.to_string().contains("defect")));
        assert_eq!(survived(Box::pin(async { Ok(7) })).await.ok(), Some(7));
    }
}
