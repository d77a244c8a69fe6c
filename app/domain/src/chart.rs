//! What the compass shows of a portfolio: dots where there is room for them, counted bubbles where there is not.

use crate::{
    entry::Card,
    facet::Facet,
    filter::{BadParameter, Filter},
    language::Language,
    mix::balance,
    placement::{Placement, Point, Weights},
    portfolio::{Choices, Portfolio, rows::Row},
    search::index::EntryId,
    selected::{Selected, not_selected},
    zone::Zone,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Up to how many entries are all drawn as dots.
pub const DOTS: usize = 150;
/// Up to how many entries of one part of a crowded zone are still drawn as dots.
const FEW: usize = 12;
/// How many lines a page of the table has, where not all entries are drawn.
pub const LINES: u32 = 50;

/// The name of the parameter that holds the zone.
pub const ZONE: &str = "zone";

/// What the compass shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// How many entries the filter finds.
    pub total: u32,
    /// The part of the diamond that is shown.
    pub zone: Zone,
    /// How many of the entries lie in it.
    pub within: u32,
    pub groups: Vec<Choices>,
    /// The balance of the entries in the zone; none without entries.
    pub balance: Option<Weights>,
    /// The entries that are drawn or told of.
    pub cards: Vec<Card>,
    /// Which of the cards are drawn, by their place in `cards`.
    pub dots: Vec<u32>,
    pub bubbles: Vec<Bubble>,
    /// The parts of the zone that hold entries, and how many.
    pub parts: Vec<(Zone, u32)>,
    /// Which of the cards stand in the table, in order.
    pub lines: Vec<u32>,
    /// The page of the table, from 1, and how many there are.
    pub page: u32,
    pub pages: u32,
    /// The entries that are selected, whether the filter finds them or not.
    pub selected: Vec<Card>,
    /// What in the address could not be used.
    pub bad: Vec<BadParameter>,
    /// Whether all could be looked into.
    pub certain: bool,
}

/// Entries too close together to be drawn one by one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bubble {
    /// The zone that they fill; the one that is shown, where it cannot be cut further.
    pub zone: Zone,
    pub count: u32,
    /// Their middle.
    pub place: Point,
    /// The main facet there.
    pub facet: Facet,
}

impl Chart {
    /// What a query string shows of a portfolio: the filter's parameters, [`ZONE`] and [`PICK`](crate::selected::PICK).
    pub fn of(portfolio: &Portfolio, query: &str, language: Language) -> Self {
        let mut parsed = Filter::parse(query);
        parsed.bad.extend(parsed.filter.drop_unknown(portfolio.taxonomies()));
        let zone = zone(&parsed.others).unwrap_or_else(|bad| {
            parsed.bad.push(bad);
            Zone::WHOLE
        });
        let selected = selected(portfolio, &parsed.others, &mut parsed.bad);
        let found = portfolio.find(&parsed.filter);
        let within: Vec<(EntryId, &Row)> = found.rows().filter(|(_, row)| zone.contains(row.placement)).collect();
        let parts = parts(&within, zone);
        let (drawn, bubbles) = gather(&parts, within.len(), zone);
        let all_drawn = bubbles.is_empty();
        let page_size = if all_drawn { DOTS as u32 } else { LINES };
        let pages = (within.len() as u32).div_ceil(page_size).max(1);
        let page = parsed.filter.page.clamp(1, pages);
        let ids: Vec<EntryId> = found
            .numbers(1, u32::MAX, language)
            .into_iter()
            .filter(|id| within.binary_search_by_key(id, |(id, _)| *id).is_ok())
            .skip(((page - 1) * page_size) as usize)
            .take(page_size as usize)
            .collect();
        let mut told: Vec<EntryId> = ids.clone();
        told.extend(drawn.iter().filter(|id| !ids.contains(id)));
        let place = |id: &EntryId| told.iter().position(|told| told == id).map(|place| place as u32);
        Self {
            total: found.total(),
            zone,
            within: within.len() as u32,
            groups: found.groups(),
            balance: balance(within.iter().map(|(_, row)| row.placement)),
            dots: drawn.iter().filter_map(place).collect(),
            lines: (0..ids.len() as u32).collect(),
            cards: told.iter().map(|id| found.card(*id)).collect(),
            bubbles,
            parts: parts
                .iter()
                .filter(|(part, _)| **part != zone)
                .map(|(part, entries)| (*part, entries.len() as u32))
                .collect(),
            page,
            pages,
            selected,
            bad: parsed.bad,
            certain: found.is_certain(),
        }
    }
}

fn zone(others: &[(String, String)]) -> Result<Zone, BadParameter> {
    match others.iter().find(|(name, _)| name == ZONE) {
        Some((name, value)) => value.parse().map_err(|_| BadParameter { name: name.clone(), value: value.clone() }),
        None => Ok(Zone::WHOLE),
    }
}

/// The entries that an address selects. Those that are not in the portfolio are reported.
fn selected(portfolio: &Portfolio, others: &[(String, String)], bad: &mut Vec<BadParameter>) -> Vec<Card> {
    let (selected, mut wrong) = Selected::parse(others);
    bad.append(&mut wrong);
    let references: Vec<_> = selected.iter().collect();
    let cards = portfolio.cards(&references);
    bad.extend(references.iter().zip(&cards).filter(|(_, card)| card.is_none()).map(|(one, _)| not_selected(one)));
    cards.into_iter().flatten().collect()
}

/// The entries of each part of a zone; of the zone itself, where it is too small to be cut.
type Parts = BTreeMap<Zone, Vec<(EntryId, Placement)>>;

fn parts(within: &[(EntryId, &Row)], zone: Zone) -> Parts {
    let mut parts = Parts::new();
    for (id, row) in within {
        parts.entry(zone.part(row.placement).unwrap_or(zone)).or_default().push((*id, row.placement));
    }
    parts
}

/// The entries drawn as dots, in order of their numbers, and the bubbles of the others.
fn gather(parts: &Parts, entries: usize, zone: Zone) -> (Vec<EntryId>, Vec<Bubble>) {
    let (mut dots, mut bubbles) = (Vec::new(), Vec::new());
    for (part, of_part) in parts {
        if entries <= DOTS || (of_part.len() <= FEW && *part != zone) {
            dots.extend(of_part.iter().map(|(id, _)| *id));
        } else {
            bubbles.push(bubble(*part, of_part));
        }
    }
    dots.sort_unstable();
    (dots, bubbles)
}

fn bubble(zone: Zone, entries: &[(EntryId, Placement)]) -> Bubble {
    let count = entries.len() as f64;
    let mean = |of: fn(Placement) -> f64| entries.iter().map(|(_, placement)| of(*placement)).sum::<f64>() / count;
    let place = Point { x: mean(Placement::x), y: mean(Placement::y) };
    Bubble { zone, count: entries.len() as u32, place, facet: Placement::nearest(place.x, place.y).main_facet() }
}

#[cfg(test)]
mod tests;
