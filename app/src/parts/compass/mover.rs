//! Moving a dot: taken in the hand, carried, put down and saved, with a way back.

use crate::{
    api::{ApiError, portfolio::place},
    browser::portfolio,
};
use domain::{
    entry::Card,
    placement::{FAR_STEP, Placement, STEP},
    placing::{Conflict, Placed, Placing},
    reference::Reference,
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

/// A dot on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Hand {
    pub reference: Reference,
    pub title: String,
    pub from: Placement,
    pub at: Placement,
    /// How often it had been placed when it was taken.
    seen: i64,
}

/// What became of the latest move.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub reference: Reference,
    pub title: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Saving,
    Saved {
        from: Placement,
        at: Placement,
        count: i64,
    },
    /// Taken back to where it had been.
    Undone,
    Conflict {
        theirs: Conflict,
        wanted: Placement,
    },
    Failed {
        error: ApiError,
        wanted: Placement,
        seen: i64,
    },
}

/// The one hand that moves dots, and where they lie since.
#[derive(Clone, Copy, Default)]
pub struct Mover {
    hand: RwSignal<Option<Hand>>,
    /// Where entries lie that were moved since the page was fetched, and how often they had been placed by then.
    moved: RwSignal<BTreeMap<Reference, (Placement, i64)>>,
    report: RwSignal<Option<Report>>,
}

/// An arrow key, as a direction in the diamond.
pub fn arrow(key: &str) -> Option<(f64, f64)> {
    match key {
        "ArrowLeft" => Some((-1.0, 0.0)),
        "ArrowRight" => Some((1.0, 0.0)),
        "ArrowUp" => Some((0.0, 1.0)),
        "ArrowDown" => Some((0.0, -1.0)),
        _ => None,
    }
}

/// How far an arrow key moves a dot.
pub const fn step(far: bool) -> f64 {
    if far { FAR_STEP } else { STEP }
}

impl Mover {
    /// The dot in the hand.
    pub fn hand(&self) -> Option<Hand> {
        self.hand.get()
    }

    /// Whether this dot is in the hand.
    pub fn holds(&self, reference: Reference) -> bool {
        self.hand.with(|hand| hand.as_ref().is_some_and(|hand| hand.reference == reference))
    }

    /// Whether a move is on its way to the server.
    pub fn is_saving(&self) -> bool {
        self.report.with(|report| report.as_ref().is_some_and(|report| report.outcome == Outcome::Saving))
    }

    /// What became of the latest move.
    pub fn report(&self) -> Option<Report> {
        self.report.get()
    }

    /// Where an entry lies and how often it has been placed: as fetched, or as moved since.
    pub fn current(&self, card: &Card) -> (Placement, i64) {
        let moved = self.moved.with(|moved| moved.get(&card.reference).copied());
        moved.filter(|(_, count)| *count >= card.placed).unwrap_or((card.placement, card.placed))
    }

    /// Takes a dot in the hand, unless it is there.
    pub fn take(&self, card: &Card, title: &str) {
        // A dot whose move is on its way waits for the answer: taken earlier, it would be in conflict with itself.
        if untrack(|| self.holds(card.reference) || self.is_saving()) {
            return;
        }
        let (from, seen) = untrack(|| self.current(card));
        self.hand.set(Some(Hand { reference: card.reference, title: title.to_owned(), from, at: from, seen }));
        self.report.set(None);
    }

    /// Carries the dot in the hand to a place.
    pub fn carry(&self, to: Placement) {
        self.hand.update(|hand| {
            if let Some(hand) = hand {
                hand.at = to;
            }
        });
    }

    /// Carries it a step in a direction.
    pub fn nudge(&self, (x, y): (f64, f64), far: bool) {
        let step = step(far);
        self.hand.update(|hand| {
            if let Some(hand) = hand {
                hand.at = hand.at.moved(x * step, y * step);
            }
        });
    }

    /// Lets go of the dot, which returns to where it was taken.
    pub fn take_back(&self) {
        self.hand.set(None);
    }

    /// Puts the dot down where it is, and saves that.
    pub fn put_down(&self) {
        let Some(hand) = self.hand.get_untracked() else { return };
        self.hand.set(None);
        if hand.at != hand.from {
            self.save(hand.reference, hand.title, hand.from, Placing { to: hand.at, seen: hand.seen }, false);
        }
    }

    /// Takes the latest move back.
    pub fn undo(&self) {
        if let Some(Report { reference, title, outcome: Outcome::Saved { from, at, count } }) =
            self.report.get_untracked()
        {
            self.save(reference, title, at, Placing { to: from, seen: count }, true);
        }
    }

    /// Moves the dot all the same: over the other's place, or once more after a failure.
    pub fn insist(&self) {
        let Some(Report { reference, title, outcome }) = self.report.get_untracked() else { return };
        match outcome {
            Outcome::Conflict { theirs, wanted } => {
                self.save(reference, title, theirs.placement, Placing { to: wanted, seen: theirs.count }, false);
            }
            Outcome::Failed { wanted, seen, .. } => {
                let from = untrack(|| self.moved.with(|moved| moved.get(&reference).map(|(place, _)| *place)));
                self.save(reference, title, from.unwrap_or(wanted), Placing { to: wanted, seen }, false);
            }
            Outcome::Saving | Outcome::Saved { .. } | Outcome::Undone => {}
        }
    }

    /// Lets the report go: the other's place stands.
    pub fn dismiss(&self) {
        self.report.set(None);
    }

    fn save(&self, reference: Reference, title: String, from: Placement, placing: Placing, undoing: bool) {
        let Self { moved, report, .. } = *self;
        moved.update(|moved| {
            moved.insert(reference, (placing.to, placing.seen));
        });
        let say = move |outcome| report.set(Some(Report { reference, title: title.clone(), outcome }));
        say(Outcome::Saving);
        spawn_local(async move {
            let answer = place(reference, placing).await;
            let (lies, outcome) = match answer {
                Ok(Placed::Saved { count }) => {
                    let saved = Outcome::Saved { from, at: placing.to, count };
                    ((placing.to, count), if undoing { Outcome::Undone } else { saved })
                }
                Ok(Placed::Conflict(theirs)) => {
                    ((theirs.placement, theirs.count), Outcome::Conflict { theirs, wanted: placing.to })
                }
                Ok(Placed::Gone) => ((from, placing.seen), failed(ApiError::NotFound, placing)),
                Err(error) => ((from, placing.seen), failed(error, placing)),
            };
            moved.update(|moved| {
                moved.insert(reference, lies);
            });
            say(outcome);
            // The browser's own copy is older than this.
            portfolio::renew();
        });
    }
}

const fn failed(error: ApiError, placing: Placing) -> Outcome {
    Outcome::Failed { error, wanted: placing.to, seen: placing.seen }
}
