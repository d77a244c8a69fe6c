//! What to mark in the titles and summaries of what a search found.

use super::{
    find::meeting,
    index::Index,
    lexicon::WordId,
    query::{Phrase, Query},
    words::each_word,
};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A part of a text, in bytes from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
}

/// The words that a query meets, to find them again in a text.
pub struct Marker<'index> {
    index: &'index Index,
    runs: Vec<Range<WordId>>,
}

impl<'index> Marker<'index> {
    pub fn new(index: &'index Index, query: &Query) -> Self {
        let of_phrases = query.phrases.iter().flat_map(Phrase::telling);
        let terms = query.terms.iter().cloned().chain(of_phrases);
        let runs = terms.flat_map(|term| meeting(index, &term)).map(|(run, _)| run).collect();
        Self { index, runs }
    }

    /// The words of a text that the query meets.
    pub fn marks(&self, text: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        if self.runs.is_empty() {
            return marks;
        }
        each_word(text, |at, word| {
            let id = self.index.words.find(word);
            if id.is_some_and(|id| self.runs.iter().any(|run| run.contains(&id))) {
                marks.push(Mark { start: at.start as u32, end: at.end as u32 });
            }
        });
        marks
    }
}
