//! Reading the published portfolio and placing what is in it.

use super::ApiError;
use domain::{
    entry::{Card, Dossier},
    filter::{BadParameter, Filter},
    language::Language,
    placing::{Placed, Placing},
    portfolio::{Exploration, Portfolio},
    reference::Reference,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// How many entries a page of results holds.
pub const PAGE_SIZE: u32 = 24;

/// How much of a result is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// One page of [`PAGE_SIZE`] entries.
    Page,
    /// Every entry, for the compass.
    Whole,
}

/// What a filter finds, and what in its address could not be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explored {
    pub exploration: Exploration,
    pub bad: Vec<BadParameter>,
}

impl Explored {
    /// What a query string finds in a portfolio.
    pub fn of(portfolio: &Portfolio, query: &str, extent: Extent, language: Language) -> Self {
        let mut parsed = Filter::parse(query);
        parsed.bad.extend(parsed.filter.drop_unknown(portfolio.taxonomies()));
        let page_size = match extent {
            Extent::Page => PAGE_SIZE,
            Extent::Whole => u32::MAX,
        };
        Self { exploration: portfolio.explore(&parsed.filter, page_size, language), bad: parsed.bad }
    }
}

/// What the query string of an address finds, by `language` where the order depends on it.
#[server(endpoint = "explore", input = Json, output = Json)]
pub async fn explore(query: String, extent: Extent, language: Language) -> Result<Explored, ApiError> {
    Ok(Explored::of(&super::backend()?.portfolio(), &query, extent, language))
}

/// A published entry with what belongs to it.
#[server(endpoint = "dossier", input = Json, output = Json)]
pub async fn fetch_dossier(reference: Reference) -> Result<Dossier, ApiError> {
    super::backend()?.dossier(reference).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}

/// Published entries about the same thing as a text that somebody is writing.
#[server(endpoint = "similar", input = Json, output = Json)]
pub async fn similar(text: String) -> Result<Vec<Card>, ApiError> {
    let text: String = text.chars().take(300).collect();
    Ok(super::backend()?.portfolio().similar(&text, 3))
}

/// Moves an entry on the compass.
#[server(endpoint = "place", input = Json, output = Json)]
pub async fn place(reference: Reference, placing: Placing) -> Result<Placed, ApiError> {
    let visitor = super::visitor();
    Ok(super::backend()?.place(visitor.manager()?, reference, placing).await?)
}
