//! The shape of the answers, which programs rely on: fields are added to it, never taken away.

use super::description;
use app::words;
use domain::{
    entry::Card,
    facet::Facet,
    language::Language,
    placement::Weights,
    portfolio::{Choices, Exploration},
    taxonomy::Taxonomies,
};
use leptos::prelude::{Owner, provide_context};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A page of entries, with the counts of every choice.
#[derive(Serialize, ToSchema)]
pub struct Answer<'portfolio> {
    total: u32,
    page: u32,
    page_size: u32,
    facets: BTreeMap<&'static str, Vec<Counted>>,
    entries: Vec<Item<'portfolio>>,
}

/// A choice, and how many entries it would give with the other groups as they stand.
#[derive(Serialize, ToSchema)]
struct Counted {
    value: String,
    label: String,
    count: u32,
}

#[derive(Serialize, ToSchema)]
struct Item<'portfolio> {
    /// The year it came in and a number, such as `2026-0042`.
    reference: String,
    title: &'portfolio str,
    summary: &'portfolio str,
    #[schema(schema_with = description::stages)]
    stage: &'static str,
    /// Whether it is in use and does good.
    innovation: bool,
    /// The facet that weighs most.
    #[schema(schema_with = description::facets)]
    facet: &'static str,
    /// What it weighs towards each facet; together 1.
    #[schema(schema_with = description::weights)]
    weights: Weights,
    /// Its place on the compass: from certainty (-1) to uncertainty (1).
    x: f64,
    /// From undirected (-1) to directed (1).
    y: f64,
    #[schema(schema_with = description::priorities)]
    priority: &'static str,
    /// By the names that the filter takes.
    units: Vec<String>,
    boards: Vec<String>,
    /// The goals of Agenda 2030, by number.
    goals: Vec<String>,
    #[schema(schema_with = description::origins)]
    origin: &'static str,
    /// The year it came in.
    year: u16,
    /// The day it came in.
    #[schema(format = "date")]
    created: String,
    /// The day of its latest change.
    #[schema(format = "date")]
    updated: String,
    /// The page that people read.
    #[schema(format = "uri")]
    url: String,
}

impl<'portfolio> Answer<'portfolio> {
    pub fn new(
        exploration: &'portfolio Exploration,
        taxonomies: &Taxonomies,
        page: u32,
        page_size: u32,
        language: Language,
        site: &str,
    ) -> Self {
        Self {
            total: exploration.total,
            page,
            page_size,
            facets: counted(&exploration.groups, taxonomies, language),
            // Past the last page there is nothing.
            entries: match exploration.page {
                last if last < page => Vec::new(),
                _ => exploration.hits.iter().map(|hit| Item::new(&hit.card, language, site)).collect(),
            },
        }
    }
}

fn counted(groups: &[Choices], taxonomies: &Taxonomies, language: Language) -> BTreeMap<&'static str, Vec<Counted>> {
    // The words are the pages' own, which find the language in the reactive context of a rendering.
    let owner = Owner::new();
    owner.with(|| {
        provide_context(language);
        groups
            .iter()
            .map(|Choices { group, choices }| {
                let counted = choices.iter().map(|choice| Counted {
                    value: choice.criterion.value(),
                    label: words::criterion(&choice.criterion, taxonomies),
                    count: choice.count,
                });
                (group.name(), counted.collect())
            })
            .collect()
    })
}

impl<'portfolio> Item<'portfolio> {
    fn new(card: &'portfolio Card, language: Language, site: &str) -> Self {
        let reference = card.reference.to_string();
        Self {
            title: card.title.get(language),
            summary: card.summary.get(language),
            stage: card.standing.name(),
            innovation: card.innovation,
            facet: card.placement.main_facet().name(),
            weights: rounded(card.placement.weights()),
            x: card.placement.x(),
            y: card.placement.y(),
            priority: card.priority.name(),
            units: card.units.iter().map(ToString::to_string).collect(),
            boards: vec![card.board.to_string()],
            goals: card.goals.iter().map(ToString::to_string).collect(),
            origin: card.origin.name(),
            year: card.reference.year(),
            created: card.created.to_string(),
            updated: card.updated.to_string(),
            url: format!("{site}/portfolio/{reference}"),
            reference,
        }
    }
}

/// Weights are products of numbers of three decimals: seven tell all there is.
fn rounded(weights: Weights) -> Weights {
    let round = |facet| (weights.of(facet) * 1e7).round() / 1e7;
    Weights {
        enhancement: round(Facet::Enhancement),
        mission: round(Facet::Mission),
        adaptive: round(Facet::Adaptive),
        anticipatory: round(Facet::Anticipatory),
    }
}

/// What is wrong with a parameter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Refusal {
    error: Wrong,
}

#[derive(Debug, Serialize, ToSchema)]
struct Wrong {
    parameter: String,
    value: String,
    message: &'static str,
}

impl Refusal {
    /// There is no such parameter.
    pub fn of_name(parameter: String, value: String, language: Language) -> Self {
        let message = match language {
            Language::Swedish => "Parametern finns inte.",
            Language::English => "There is no such parameter.",
        };
        Self { error: Wrong { parameter, value, message } }
    }

    /// The parameter does not take this value.
    pub fn of_value(parameter: String, value: String, language: Language) -> Self {
        let message = match language {
            Language::Swedish => "Parametern tar inte emot värdet.",
            Language::English => "The parameter does not take this value.",
        };
        Self { error: Wrong { parameter, value, message } }
    }
}
