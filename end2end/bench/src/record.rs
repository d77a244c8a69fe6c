//! An entry as search engines take it that know nothing of Fyrfält: a flat object of texts and choices.

use domain::{entry::Entry, portfolio::bodies};
use serde::Serialize;

/// One entry.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// Its place in the order of arrival, newest first, from 1: engines want a number, and some an order.
    pub id: usize,
    pub reference: String,
    pub title: String,
    pub summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_en: Option<String>,
    /// What only its own page shows.
    pub body: String,
    pub facet: String,
    pub unit: Vec<String>,
    pub board: String,
    pub goal: Vec<String>,
    pub stage: String,
    pub origin: String,
    pub year: String,
    /// `true`, or nothing.
    pub innovation: Vec<String>,
}

impl Record {
    pub fn new(id: usize, entry: &Entry) -> Self {
        Self {
            id,
            reference: entry.reference.to_string(),
            title: entry.title.sv.to_string(),
            summary: entry.summary.sv.to_string(),
            title_en: entry.title.en.as_ref().map(ToString::to_string),
            summary_en: entry.summary.en.as_ref().map(ToString::to_string),
            body: bodies::texts(entry).join("\n"),
            facet: entry.facet().to_string(),
            unit: entry.units.iter().map(ToString::to_string).collect(),
            board: entry.board.to_string(),
            goal: entry.goals.iter().map(ToString::to_string).collect(),
            stage: entry.standing().to_string(),
            origin: entry.origin.to_string(),
            year: entry.reference.year().to_string(),
            innovation: entry.is_innovation().then(|| "true".to_owned()).into_iter().collect(),
        }
    }
}

/// All entries as records, newest first.
pub fn records(entries: &[Entry]) -> Vec<Record> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_unstable_by_key(|entry| std::cmp::Reverse((entry.created, entry.reference)));
    sorted.into_iter().zip(1..).map(|(entry, id)| Record::new(id, entry)).collect()
}
