//! The log of an entry: how it stood at first, and every change since. Played from its beginning it gives the entry as
//! it stands, so that nothing that was ever said is lost and any earlier state can be read, compared and restored.
//!
//! [`State`] is what of an entry can change, [`Difference`] one field that did, [`wording`] the words in which two
//! texts differ.

mod difference;
mod state;
pub mod wording;

pub use difference::{Difference, Swap};
pub use state::State;

use crate::{
    action::ActionKind,
    journey::Refusal,
    label::named,
    reception::{Arrival, Decision},
    text::Reason,
};
use serde::{Deserialize, Serialize};

/// What was done when an entry changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// Somebody handed it in.
    Received,
    /// It came into the portfolio as it was, with its journey so far.
    Entered,
    /// It was there before its changes were kept.
    Began,
    Edited,
    Published,
    Declined,
    /// It was sent on to where it belongs.
    SentOn,
    /// It was merged into another entry.
    Merged,
    /// Something else that had been handed in was merged into it.
    Joined,
    Placed,
    Forward,
    Benefit,
    Spread,
    Reopened,
    Back,
    Paused,
    Ended,
    /// An earlier content was taken back.
    Restored,
}

named!(ChangeKind, "kind of change", {
    Received => "received",
    Entered => "entered",
    Began => "began",
    Edited => "edited",
    Published => "published",
    Declined => "declined",
    SentOn => "sent-on",
    Merged => "merged",
    Joined => "joined",
    Placed => "placed",
    Forward => "forward",
    Benefit => "benefit",
    Spread => "spread",
    Reopened => "reopened",
    Back => "back",
    Paused => "paused",
    Ended => "ended",
    Restored => "restored",
});

impl From<ActionKind> for ChangeKind {
    fn from(action: ActionKind) -> Self {
        match action {
            ActionKind::Forward => Self::Forward,
            ActionKind::Benefit => Self::Benefit,
            ActionKind::Spread => Self::Spread,
            ActionKind::Reopen => Self::Reopened,
            ActionKind::Back => Self::Back,
            ActionKind::Pause => Self::Paused,
            ActionKind::End => Self::Ended,
        }
    }
}

/// One change: what was done, by whom, when and why, and what it changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Counts the changes of the entry from 1.
    pub number: u32,
    pub when: Arrival,
    /// The name of whoever made it; none where that is not known or not for the reader.
    pub who: Option<String>,
    pub kind: ChangeKind,
    pub why: Option<Reason>,
    /// The number of the state that was restored.
    pub restored: Option<u32>,
    /// Whether what the entry said before is for managers alone, such as a name that should never have been there.
    pub conceals: bool,
    /// What changed; nothing for the change that a log begins with.
    pub what: Vec<Difference>,
}

/// Why changes do not make a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("it has no beginning")]
    Empty,
    #[error("change {number} does not follow the one before")]
    OutOfOrder { number: u32 },
    #[error("change {number} starts from something else than was there")]
    Mismatch { number: u32 },
    #[error("change {number} breaks a rule of the journey: {why}")]
    Rule { number: u32, why: Refusal },
}

/// The changes of an entry, oldest first, which replay to where it stands: what does not cannot be a log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Log {
    changes: Vec<Change>,
    /// How the entry stood after each of the changes.
    states: Vec<State>,
}

/// A log as it is kept and sent: the first state and what changed since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Written {
    pub first: State,
    pub changes: Vec<Change>,
}

impl TryFrom<Written> for Log {
    type Error = Broken;

    fn try_from(Written { first, changes }: Written) -> Result<Self, Broken> {
        let mut states = Vec::with_capacity(changes.len());
        let mut state = first;
        let start = changes.first().ok_or(Broken::Empty)?.number;
        for (expected, Change { number, what, .. }) in (start..).zip(&changes) {
            let number = *number;
            if number != expected {
                return Err(Broken::OutOfOrder { number });
            }
            state = state.replay(number, what)?;
            states.push(state.clone());
        }
        Ok(Self { changes, states })
    }
}

impl From<Log> for Written {
    fn from(log: Log) -> Self {
        let mut changes = log.changes;
        let first = log.states.into_iter().next().expect("a log has a beginning");
        // What the first change changed is in the first state.
        for change in changes.iter_mut().take(1) {
            change.what.clear();
        }
        Self { first, changes }
    }
}

impl Log {
    /// The changes, oldest first; never none.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// How the entry stood after a change; none for a change that is not in the log.
    pub fn state(&self, number: u32) -> Option<&State> {
        let place = self.changes.iter().position(|change| change.number == number)?;
        self.states.get(place)
    }

    /// How it stands.
    pub fn present(&self) -> &State {
        self.states.last().expect("a log has a beginning")
    }

    /// The number of the latest change.
    pub fn latest(&self) -> u32 {
        self.changes.last().map_or(0, |change| change.number)
    }

    /// What everybody may read: from the publishing on, or from the latest change that conceals what was before it, with
    /// nothing of what the entry said before that. None for an entry that is not published.
    pub fn open_to_all(self) -> Option<Self> {
        let is_hidden = |state: &State| !matches!(state.decision, Decision::Published { .. });
        let published = self.states.iter().rposition(is_hidden).map_or(0, |hidden| hidden + 1);
        let concealed = self.changes.iter().rposition(|change| change.conceals).unwrap_or(0);
        let from = published.max(concealed);
        let mut changes = self.changes.into_iter().skip(from);
        let first = Change { what: Vec::new(), ..changes.next()? };
        let changes = std::iter::once(first).chain(changes).collect();
        Some(Self { changes, states: self.states.into_iter().skip(from).collect() })
    }

    /// The same without the names of those who made the changes.
    pub fn without_names(mut self) -> Self {
        for change in &mut self.changes {
            change.who = None;
        }
        self
    }
}

/// A manager's wish to take back an earlier content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restoring {
    /// The change after which the entry stood as it shall say again.
    pub number: u32,
    /// The latest change that the manager had seen.
    pub seen: u32,
    pub why: Reason,
}

/// What became of a restoring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restored {
    Saved,
    /// Somebody has changed the entry since the manager read its log: nothing was done.
    Overtaken,
    /// It says the same already.
    Same,
    /// It names a unit or a board that is no longer on the municipality's lists.
    Unlisted,
    /// There is no such state, or no such published entry.
    Gone,
}

#[cfg(test)]
mod tests;
