//! The engine for a page that has nothing else: it is what Fyrfält's own pages ask, without what they draw.

use domain::{
    filter::{Filter, Sort},
    language::Language,
    portfolio::{Found, Portfolio},
    reference::Reference,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// How many entries a page shows.
const PAGE: u32 = 24;

/// A portfolio to be asked.
#[wasm_bindgen]
pub struct Engine {
    portfolio: Portfolio,
    /// The references of all entries, by their numbers.
    references: Vec<u32>,
}

/// `2026-0042` as 2026000042.
fn number(reference: Reference) -> u32 {
    u32::from(reference.year()) * 1_000_000 + reference.number()
}

#[wasm_bindgen]
impl Engine {
    /// Reads a snapshot; nothing where it is damaged.
    pub fn load(snapshot: &[u8]) -> Option<Engine> {
        let portfolio = Portfolio::decode(snapshot).ok()?;
        let references = portfolio.find(&Filter::default()).rows().map(|(_, row)| number(row.reference)).collect();
        Some(Self { portfolio, references })
    }

    /// What each count of [`explore`](Self::explore) is of, such as `facet=mission`, in its order.
    pub fn choices(&self) -> Vec<String> {
        let groups = self.portfolio.find(&Filter::default()).groups();
        let name = |group| move |value: String| format!("{group}={value}");
        groups
            .iter()
            .flat_map(|group| group.choices.iter().map(|choice| choice.criterion.value()).map(name(group.group)))
            .collect()
    }

    /// How many entries a query string finds, the count of every choice, and the references of the first page.
    pub fn explore(&self, query: &str) -> Vec<u32> {
        let filter = Filter::parse(query).filter;
        let found = self.portfolio.find(&filter);
        let mut answer = vec![found.total()];
        answer.extend(found.groups().iter().flat_map(|group| &group.choices).map(|choice| choice.count));
        let first = found.numbers(1, PAGE, Language::Swedish);
        answer.extend(first.iter().map(|id| self.references[*id as usize]));
        answer
    }

    /// The first page with all that a page shows of it, as [`Portfolio::explore`] gives it; how many that are.
    pub fn show(&self, query: &str) -> usize {
        self.portfolio.explore(&Filter::parse(query).filter, PAGE, Language::Swedish).hits.len()
    }

    /// The references of all that is found, newest first.
    pub fn found(&self, query: &str) -> Vec<u32> {
        let filter = Filter { sort: Some(Sort::Newest), ..Filter::parse(query).filter };
        let found: Found<'_> = self.portfolio.find(&filter);
        found.rows().map(|(_, row)| number(row.reference)).collect()
    }
}
