//! Lines from the chosen entry to those that it hangs together with.

use super::{field::Field, geometry::drawn};
use crate::api::portfolio::fetch_relations;
use domain::{
    reference::Reference,
    relation::{Relation, Tie},
};
use leptos::{leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use std::time::Duration;

/// How long an entry is pointed at before its relations are fetched: a pointer on its way passes many.
const PAUSE: Duration = Duration::from_millis(150);

/// The relations of the entry that is chosen.
#[derive(Clone, Copy)]
pub struct Ties(RwSignal<Option<(Reference, Vec<Relation>)>>);

impl Ties {
    /// Those of whichever entry is picked. Without a network there are none.
    pub fn of(picked: RwSignal<Option<Reference>>) -> Self {
        let found = RwSignal::new(None);
        let mut look = debounce(PAUSE, move |reference: Reference| {
            spawn_local(async move {
                let answer = fetch_relations(reference).await.unwrap_or_default();
                // Another may have been picked meanwhile, or the page left.
                if picked.try_get_untracked().flatten() == Some(reference) {
                    found.set(Some((reference, answer)));
                }
            });
        });
        Effect::new(move |_| {
            if let Some(reference) = picked.get() {
                look(reference);
            }
        });
        Self(found)
    }

    /// Those of an entry; none while they are not known.
    pub fn from(&self, reference: Reference) -> Vec<Relation> {
        self.0.with(|found| match found {
            Some((of, relations)) if *of == reference => relations.clone(),
            _ => Vec::new(),
        })
    }
}

/// The lines, as far as both ends are drawn. What they say is told in words beside the drawing.
#[component]
pub fn TieLines(field: Field, ties: Ties) -> impl IntoView {
    let lines = move || {
        let picked = field.picked.get()?;
        let end = |reference: Reference| {
            field.cards.with(|cards| cards.iter().find(|card| card.reference == reference).cloned())
        };
        let (x1, y1) = drawn(field.drawn(&end(picked)?));
        let line = |Relation { tie, other, .. }: Relation| {
            let (x2, y2) = drawn(field.drawn(&end(other.reference)?));
            let is_conflict = tie == Tie::ConflictsWith;
            Some(
                view! { <path class="tie" class:conflict=is_conflict d=format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}") /> },
            )
        };
        Some(ties.from(picked).into_iter().filter_map(line).collect_view())
    };
    view! { <g class="ties" aria-hidden="true">{lines}</g> }
}
