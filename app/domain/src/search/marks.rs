//! What to mark in the titles and summaries of what a search found.

use super::{index::Index, lexicon::WordId, words::each_word};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A part of a text, in bytes from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
}

/// The words that a search has met, to find them again in a text.
pub struct Marker<'index> {
    index: &'index Index,
    /// In order, none beside another.
    runs: Vec<Range<WordId>>,
}

impl<'index> Marker<'index> {
    pub fn new(index: &'index Index, met: &[Range<WordId>]) -> Self {
        let mut runs = met.to_vec();
        // A short word is a part of many others: in a large portfolio there are thousands.
        runs.sort_unstable_by_key(|run| run.start);
        runs.dedup_by(|next, run| {
            let touches = next.start <= run.end;
            if touches {
                run.end = run.end.max(next.end);
            }
            touches
        });
        Self { index, runs }
    }

    fn meets(&self, word: WordId) -> bool {
        let after = self.runs.partition_point(|run| run.start <= word);
        after > 0 && self.runs[after - 1].contains(&word)
    }

    /// The words of a text that the query meets.
    pub fn marks(&self, text: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        if self.runs.is_empty() {
            return marks;
        }
        each_word(text, |at, word| {
            if self.index.words.find(word).is_some_and(|word| self.meets(word)) {
                marks.push(Mark { start: at.start as u32, end: at.end as u32 });
            }
        });
        marks
    }
}
