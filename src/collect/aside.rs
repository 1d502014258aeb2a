//! Long reckoning, so that nobody waits for it: megabytes of markup take seconds, and the thread that reads them would
//! otherwise answer visitors and other sources. Knows nothing of what is reckoned.

use tokio::runtime::{Handle, RuntimeFlavor};

/// Does `work` on this thread, after its other tasks were handed to another. Where there is but one thread (tests), it is
/// simply done.
pub fn aside<T>(work: impl FnOnce() -> T) -> T {
    let has_others =
        Handle::try_current().is_ok_and(|here| here.runtime_flavor() == RuntimeFlavor::MultiThread);
    if has_others { tokio::task::block_in_place(work) } else { work() }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::aside;

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn others_go_on_meanwhile() {
        let (tell, told) = mpsc::channel();
        let long = tokio::spawn(async move { aside(|| told.recv_timeout(Duration::from_secs(10))) });
        let other = tokio::spawn(async move { tell.send("done") });
        assert_eq!(long.await.unwrap(), Ok("done"));
        other.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn one_thread_does_it_itself() {
        assert_eq!(aside(|| 7), 7);
    }
}
