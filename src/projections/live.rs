//! What open pages are told. Holds approved posts alone, and the last few thousand changes for pages that come back.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use tokio::sync::{broadcast, watch};

use super::projection::{Batch, Projection};
use crate::domain::notice::{Notice, Reading};
use crate::domain::pause::{Pause, Switch};
use crate::domain::post::{PostId, State};
use crate::domain::public::PublicPost;

/// Changes kept for `Last-Event-ID`; a page that was away longer is told to reload.
const KEPT: usize = 2_000;

/// Changes told one by one to a page that comes back. Each is a card to render and send: a page that missed more is as
/// well off with one new page, and nobody makes us work by asking for all of them again and again.
const TOLD_AGAIN: usize = 200;

/// One thing an open page must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Show it, or replace what is shown.
    Put(Arc<PublicPost>),
    /// Take it away.
    Remove(PostId),
}

/// A change with the log seq it comes from: the SSE id.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveEvent {
    /// Log seq.
    pub seq: u64,
    /// What to do.
    pub change: Change,
}

impl LiveEvent {
    /// Which post it is about.
    pub fn post(&self) -> &PostId {
        match &self.change {
            Change::Put(post) => &post.id,
            Change::Remove(id) => id,
        }
    }
}

/// What a page that (re)connects gets.
pub enum Resume {
    /// These first, then the receiver: no gap, no duplicate.
    Following(Vec<LiveEvent>, broadcast::Receiver<LiveEvent>),
    /// It was away too long: load the page anew, then follow from `from`.
    Reload {
        /// The seq to follow from.
        from: u64,
    },
}

/// The live feed of one process. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    inner: Arc<Mutex<Inner>>,
    sender: broadcast::Sender<LiveEvent>,
    /// Where the panic button stands.
    switch: Arc<watch::Sender<Switch>>,
    /// The moderators' message to the screens.
    notice: Arc<watch::Sender<Posted>>,
}

/// What screens are told of the moderators' message.
#[derive(Clone, Default)]
pub struct Posted {
    /// The message, as it was read last.
    pub reading: Reading,
    /// Rises whenever another message is shown, or none.
    moves: u64,
}

struct Inner {
    /// How many times what visitors see has changed.
    changes: u64,
    /// Every change up to here was sent.
    position: u64,
    /// Changes with a seq greater than this are all in `kept`.
    oldest: u64,
    kept: VecDeque<LiveEvent>,
    /// The panic button was pressed here, and the store has not said so yet: nothing else brings the posts back.
    blank: bool,
}

impl Live {
    /// Starts at a log position; earlier changes are unknown to it.
    pub fn new(position: u64) -> Self {
        let inner = Inner { changes: 0, position, oldest: position, kept: VecDeque::new(), blank: false };
        Self {
            inner: Arc::new(Mutex::new(inner)),
            sender: broadcast::channel(1_024).0,
            switch: Arc::default(),
            notice: Arc::default(),
        }
    }

    /// The position every change was sent up to.
    pub fn position(&self) -> u64 {
        self.lock().position
    }

    /// Rises with every change of what visitors see, the panic button and the message to the screens among them: a page
    /// made at an earlier number may show what is withdrawn.
    pub fn changes(&self) -> u64 {
        self.lock().changes + self.switch.borrow().moves + self.notice.borrow().moves
    }

    /// How many follow right now.
    pub fn followers(&self) -> usize {
        self.sender.receiver_count()
    }

    /// Who pressed the panic button and when, while it is pressed: nothing is shown then.
    pub fn pause(&self) -> Option<Pause> {
        self.switch.borrow().pause.clone()
    }

    /// Tells open pages where the panic button stands. An older reading than the last changes nothing: one that was
    /// made before a press may arrive after it.
    pub fn switch(&self, switch: Switch) {
        let inner = self.lock();
        self.switch.send_if_modified(|known| {
            let newer = switch.moves > known.moves && (switch.pause.is_some() || !inner.blank);
            if newer {
                *known = switch;
            }
            newer
        });
    }

    /// Blanks this process at once, before anything is written: pressed while the store is slow, or gone, it works here.
    /// Until [`Live::settle`] no reading of the store brings the posts back.
    pub fn blank(&self, pause: Pause) {
        let mut inner = self.lock();
        inner.blank = true;
        inner.changes += 1;
        self.switch.send_modify(|known| known.pause = known.pause.take().or(Some(pause)));
    }

    /// Where the button stands after a press or a release of this process was written. An older word than the last one heard
    /// changes nothing but that.
    pub fn settle(&self, switch: Switch) {
        let mut inner = self.lock();
        inner.blank = false;
        inner.changes += 1;
        self.switch.send_if_modified(|known| {
            let differs = switch.moves >= known.moves && *known != switch;
            if differs {
                *known = switch;
            }
            differs
        });
    }

    /// The panic button from now on, first where it stands.
    pub fn switches(&self) -> watch::Receiver<Switch> {
        self.switch.subscribe()
    }

    /// The moderators' message to the screens.
    pub fn notice(&self) -> Option<Notice> {
        self.notice.borrow().reading.notice.clone()
    }

    /// Tells screens what the moderators' message is. An older reading than the last changes nothing, as for
    /// [`Live::switch`].
    pub fn post(&self, reading: Reading) {
        self.notice.send_if_modified(|known| {
            let is_later = (reading.changes, reading.at) >= (known.reading.changes, known.reading.at);
            let differs = is_later && reading.notice != known.reading.notice;
            if is_later {
                known.reading = reading;
            }
            known.moves += u64::from(differs);
            differs
        });
    }

    /// The message from now on, first the one that is shown.
    pub fn notices(&self) -> watch::Receiver<Posted> {
        self.notice.subscribe()
    }

    /// True if a page that comes back could still be told to show this post.
    pub fn holds(&self, post: &PostId) -> bool {
        let shows = |event: &LiveEvent| matches!(&event.change, Change::Put(shown) if shown.id == *post);
        self.lock().kept.iter().any(shows)
    }

    /// Follows from after `seq` (a page's `Last-Event-ID`, or the seq it was rendered at); `None` = from now.
    pub fn resume(&self, after: Option<u64>) -> Resume {
        let inner = self.lock();
        let after = after.unwrap_or(inner.position);
        if after < inner.oldest || after > inner.position {
            return Resume::Reload { from: inner.position };
        }
        let missed: Vec<LiveEvent> = inner.kept.iter().filter(|event| event.seq > after).cloned().collect();
        if missed.len() > TOLD_AGAIN {
            return Resume::Reload { from: inner.position };
        }
        // Subscribing under the lock that `publish` holds: nothing falls between `missed` and the receiver.
        Resume::Following(missed, self.sender.subscribe())
    }

    /// Sends changes, in order, and moves the position.
    pub fn publish(&self, events: Vec<LiveEvent>, position: u64) {
        let mut inner = self.lock();
        inner.changes += u64::from(!events.is_empty());
        for event in events {
            // One change per post is enough for a page that comes back, and what was taken away is not kept here.
            inner.kept.retain(|kept| kept.post() != event.post());
            inner.kept.push_back(event.clone());
            if inner.kept.len() > KEPT
                && let Some(dropped) = inner.kept.pop_front()
            {
                inner.oldest = dropped.seq;
            }
            // No receiver means that no page is open.
            let _nobody = self.sender.send(event);
        }
        inner.position = inner.position.max(position);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Projection for Live {
    fn name(&self) -> &'static str {
        "live"
    }

    /// A page that is told of a post finds it in the index.
    fn follows(&self) -> Option<&'static str> {
        Some("search-public")
    }

    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>> {
        Box::pin(async { Ok(Live::position(self)) })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async {
            // A post that was shown at any point of the batch must be taken away from pages that show it.
            let shown_before: HashSet<&PostId> = batch
                .entries
                .iter()
                .filter(|entry| entry.from == Some(State::Approved))
                .map(|entry| &entry.post)
                .collect();
            let events = batch
                .changed()
                .into_iter()
                .filter_map(|entry| {
                    let row = batch.rows.get(&entry.post).filter(|post| post.state == State::Approved);
                    let change = match row {
                        Some(post) => Change::Put(Arc::new(PublicPost::from(post))),
                        // Pages are told only of posts they may have: the ids of others are nobody's business.
                        None if shown_before.contains(&entry.post) => Change::Remove(entry.post.clone()),
                        None => return None,
                    };
                    Some(LiveEvent { seq: entry.seq, change })
                })
                .collect();
            self.publish(events, batch.end());
            Ok(())
        })
    }
}
