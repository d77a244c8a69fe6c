//! How far an entry has come, whose need it is and how much it presses.

use crate::label::named;

/// The four stages of the journey, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    Need,
    Idea,
    Trial,
    InUse,
}

named!(Stage, "stage", {
    Need => "need",
    Idea => "idea",
    Trial => "trial",
    InUse => "in-use",
});

impl Stage {
    /// The stage after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|stage| *stage > self)
    }

    /// The stage before this one.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.iter().rev().copied().find(|stage| *stage < self)
    }
}

/// Where an entry stands now: at a stage of its journey, or resting, or over.
///
/// A paused or ended entry keeps the [`Stage`] it had reached, but does not stand at it: a trial that has ended is no
/// longer a trial. So each entry stands in exactly one place, which is what lists, filters and counts go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    Need,
    Idea,
    Trial,
    InUse,
    Paused,
    Ended,
}

named!(Standing, "stage", {
    Need => "need",
    Idea => "idea",
    Trial => "trial",
    InUse => "in-use",
    Paused => "paused",
    Ended => "ended",
});

impl From<Stage> for Standing {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Need => Self::Need,
            Stage::Idea => Self::Idea,
            Stage::Trial => Self::Trial,
            Stage::InUse => Self::InUse,
        }
    }
}

/// Whose need it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    Residents,
    Employees,
    /// The outside world: laws, climate, technology, events.
    World,
}

named!(Origin, "origin", {
    Residents => "residents",
    Employees => "employees",
    World => "world",
});

/// How much it presses; sets the size of the dot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    High,
    #[default]
    Medium,
    Low,
}

named!(Priority, "priority", {
    High => "high",
    Medium => "medium",
    Low => "low",
});
