//! Reading the published portfolio and placing what is in it.

use super::ApiError;
use domain::{
    by_stage::ByStage,
    chart::{Bubble, Chart},
    entry::{Card, Dossier},
    facet::Facet,
    filter::{BadParameter, Criterion, Filter},
    language::Language,
    placing::{Placed, Placing},
    portfolio::{Choice, Exploration, Portfolio},
    reference::Reference,
    relation::Relation,
    stage::Standing,
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

/// What stands at each stage, of what the query string of an address finds.
#[server(endpoint = "by_stage", input = Json, output = Json)]
pub async fn fetch_by_stage(query: String, language: Language) -> Result<ByStage, ApiError> {
    Ok(ByStage::of(&super::backend()?.portfolio(), &query, language))
}

/// What the start page shows of the portfolio, and no more: it is what most people load first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    pub total: u32,
    /// The entries that are drawn one by one.
    pub dots: Vec<Card>,
    pub bubbles: Vec<Bubble>,
    /// How many entries have each main facet.
    pub facets: Vec<(Facet, u32)>,
    /// How many entries stand at each stage, or rest, or are over.
    pub standings: Vec<(Standing, u32)>,
    /// How many are innovations.
    pub innovations: u32,
    /// The newest of them.
    pub newest: Vec<Card>,
}

impl Start {
    /// How many innovations are shown.
    const NEWEST: u32 = 3;

    pub fn of(portfolio: &Portfolio, language: Language) -> Self {
        let Chart { total, cards, dots, bubbles, groups, .. } = Chart::of(portfolio, "", language);
        let (mut facets, mut standings) = (Vec::new(), Vec::new());
        for Choice { criterion, count } in groups.into_iter().flat_map(|group| group.choices) {
            match criterion {
                Criterion::Facet(facet) => facets.push((facet, count)),
                Criterion::Stage(standing) => standings.push((standing, count)),
                _ => {}
            }
        }
        let innovations = portfolio.find(&Filter::only(Criterion::Innovation));
        Self {
            total,
            dots: dots.iter().filter_map(|place| cards.get(*place as usize).cloned()).collect(),
            bubbles,
            facets,
            standings,
            innovations: innovations.total(),
            newest: innovations.page(1, Self::NEWEST, language).into_iter().map(|hit| hit.card).collect(),
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
    let backend = super::backend()?;
    match backend.dossier(reference, super::sharer()).await? {
        Some(dossier) => Ok(dossier),
        None => {
            let merged = backend.goes_on_as(reference).await?.map(ApiError::Merged);
            Err(super::refuse(merged.unwrap_or(ApiError::NotFound)))
        }
    }
}

/// How a published entry hangs together with others.
#[server(endpoint = "relations", input = Json, output = Json)]
pub async fn fetch_relations(reference: Reference) -> Result<Vec<Relation>, ApiError> {
    Ok(super::backend()?.relations(reference).await?)
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
    let (visitor, backend) = (super::visitor(), super::backend()?);
    let pass = super::entry_pass(&backend, &visitor, reference).await?;
    Ok(backend.place(pass, placing).await?)
}
