//! Reading the published portfolio and placing what is in it.

use super::ApiError;
use domain::{
    chart::Chart,
    entry::{Card, Dossier},
    filter::{BadParameter, Criterion, Filter},
    language::Language,
    placing::{Placed, Placing},
    portfolio::{Exploration, Hit, Portfolio},
    reference::Reference,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// How many entries a page of results holds.
pub const PAGE_SIZE: u32 = 24;

/// What a filter finds, and what in its address could not be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explored {
    pub exploration: Exploration,
    pub bad: Vec<BadParameter>,
}

impl Explored {
    /// What a query string finds in a portfolio.
    pub fn of(portfolio: &Portfolio, query: &str, language: Language) -> Self {
        let mut parsed = Filter::parse(query);
        parsed.bad.extend(parsed.filter.drop_unknown(portfolio.taxonomies()));
        Self { exploration: portfolio.explore(&parsed.filter, PAGE_SIZE, language), bad: parsed.bad }
    }
}

/// What the query string of an address finds, by `language` where the order depends on it.
#[server(endpoint = "explore", input = Json, output = Json)]
pub async fn explore(query: String, language: Language) -> Result<Explored, ApiError> {
    Ok(Explored::of(&super::backend()?.portfolio(), &query, language))
}

/// What the compass shows for the query string of an address.
#[server(endpoint = "chart", input = Json, output = Json)]
pub async fn fetch_chart(query: String, language: Language) -> Result<Chart, ApiError> {
    Ok(Chart::of(&super::backend()?.portfolio(), &query, language))
}

/// What the start page shows of the portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    pub chart: Chart,
    /// The newest innovations.
    pub innovations: Vec<Hit>,
}

impl Start {
    /// How many innovations are shown.
    const INNOVATIONS: u32 = 3;

    pub fn of(portfolio: &Portfolio, language: Language) -> Self {
        let innovations = portfolio.find(&Filter::only(Criterion::Innovation));
        Self {
            chart: Chart::of(portfolio, "", language),
            innovations: innovations.page(1, Self::INNOVATIONS, language),
        }
    }
}

#[server(endpoint = "start", input = Json, output = Json)]
pub async fn fetch_start(language: Language) -> Result<Start, ApiError> {
    Ok(Start::of(&super::backend()?.portfolio(), language))
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
