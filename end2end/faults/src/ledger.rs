//! What was acknowledged, to be found again whatever happened since.

use crate::{crowd, report::Outcome, stored};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one entry's placings or steps.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// As it was before anybody did anything.
    pub before: i64,
    pub acknowledged: i64,
    /// Asked for without an answer: done or not.
    pub unknown: i64,
    /// Where the dot lay after the latest placing, where nothing unknown came after it.
    pub at: Option<(f64, f64)>,
}

impl Count {
    fn fault(&self, found: i64) -> Option<&'static str> {
        let least = self.before + self.acknowledged;
        if found < least {
            Some("acknowledged and lost")
        } else if found > least + self.unknown {
            Some("done more often than it was asked for")
        } else {
            None
        }
    }
}

#[derive(Debug, Default)]
pub struct Ledger {
    /// What is kept of the forms that were there before anybody did anything: the demo's.
    pub brought: BTreeSet<Vec<u8>>,
    /// The keys of forms that were acknowledged, and by which reference.
    pub received: BTreeMap<String, String>,
    /// The keys of forms that nobody knows of.
    pub open: BTreeSet<String>,
    pub placed: BTreeMap<String, Count>,
    pub moved: BTreeMap<String, Count>,
    /// Refusals without words that a person can act on.
    pub mute: Vec<String>,
    pub refused: usize,
    /// Forms that were acknowledged twice by different references.
    pub doubled: Vec<String>,
}

impl Ledger {
    pub fn receive(&mut self, key: &str, reference: &str) {
        self.open.remove(key);
        if let Some(before) = self.received.insert(key.to_owned(), reference.to_owned())
            && before != reference
        {
            self.doubled.push(format!("{key}: {before} and {reference}"));
        }
    }

    /// How many writes were acknowledged.
    pub fn acknowledged(&self) -> usize {
        let counts = self.placed.values().chain(self.moved.values()).map(|count| count.acknowledged);
        self.received.len() + counts.map(|count| usize::try_from(count).unwrap_or(0)).sum::<usize>()
    }

    /// Compares what was acknowledged with what is stored.
    pub async fn compare(&self, conn: &mut AnyConnection, outcome: &mut Outcome) -> anyhow::Result<()> {
        let submissions = stored::submissions(&mut *conn).await?;
        for (key, reference) in &self.received {
            let found = submissions.get(&stored::receipt_hash(key));
            outcome.must(found == Some(reference), format!("{reference} was acknowledged for {key}, found {found:?}"));
        }
        // Those that nobody knows of may be there or not; others must not be.
        let known: BTreeSet<Vec<u8>> =
            self.received.keys().chain(&self.open).map(|key| stored::receipt_hash(key)).collect();
        let strange = submissions.keys().filter(|hash| !known.contains(*hash) && !self.brought.contains(*hash)).count();
        outcome.must(strange == 0, format!("{strange} submissions that nobody sent"));
        let half = stored::half_written(&mut *conn).await?;
        outcome.must(half == 0, format!("{half} entries are half written"));
        for (reference, count) in &self.placed {
            let (x, y, placed, _) = stored::entry(&mut *conn, reference).await?;
            if let Some(fault) = count.fault(placed) {
                outcome.must(false, format!("placings of {reference}: {fault} ({placed}, {count:?})"));
            }
            if let Some((to_x, to_y)) = count.at.filter(|_| count.unknown == 0) {
                let is_there = (x - to_x).abs() < 1e-9 && (y - to_y).abs() < 1e-9;
                outcome.must(is_there, format!("{reference} lies at {x}, {y} and not at {to_x}, {to_y}"));
            }
        }
        for (reference, count) in &self.moved {
            let (.., moves) = stored::entry(&mut *conn, reference).await?;
            if let Some(fault) = count.fault(moves) {
                outcome.must(false, format!("steps of {reference}: {fault} ({moves}, {count:?})"));
            }
        }
        outcome.must(self.doubled.is_empty(), format!("acknowledged twice: {:?}", self.doubled));
        outcome.must(self.mute.is_empty(), format!("without words: {:?}", self.mute.first()));
        Ok(())
    }

    /// Tells what a crowd was told, and whether all of it held.
    pub fn tell(&self, sent_again: usize, outcome: &mut Outcome) {
        outcome.saw("people at once", crowd::people());
        outcome.saw("writes acknowledged", self.acknowledged());
        outcome.saw("of these submissions", self.received.len());
        outcome.saw("submissions without an answer, sent again with the same key", sent_again);
        outcome.saw("refused in words", self.refused);
        let lost = if outcome.broken.is_empty() { "0" } else { "see below" };
        outcome.saw("acknowledged and lost, half written, doubled", lost);
    }
}
