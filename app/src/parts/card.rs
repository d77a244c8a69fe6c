//! An entry in a list.

use crate::{
    i18n::{language, locale, td_string},
    parts::tags::{FacetTag, GoalChip, InnovationBadge, StandingTag},
    site::site,
    words,
};
use domain::{entry::Card, language::Language, portfolio::Hit, search::marks::Mark};
use leptos::prelude::*;

/// The address of an entry's page.
pub fn entry_address(card: &Card) -> String {
    format!("/portfolio/{}", card.reference)
}

/// The language of a text, where it is not the page's: what the `lang` attribute wants.
pub fn other_language(text: Language) -> Option<&'static str> {
    (text != language()).then(|| text.name())
}

/// A text with what was looked for marked in it.
pub fn marked(text: &str, marks: &[Mark]) -> impl IntoView + use<> {
    let mut parts = Vec::with_capacity(2 * marks.len() + 1);
    let mut rest = 0;
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        if let (Some(before), Some(found)) = (text.get(rest..start), text.get(start..end)) {
            parts.push((before.to_owned(), Some(view! { <mark>{found.to_owned()}</mark> })));
            rest = end;
        }
    }
    parts.push((text.get(rest..).unwrap_or_default().to_owned(), None));
    parts
}

/// An entry with what makes a person want to open it.
#[component]
pub fn EntryCard(
    /// The entry. When another takes its place, the card stays and only its words change.
    #[prop(into)]
    hit: Signal<Hit>,
) -> impl IntoView {
    let reader = language();
    let title_lang = move || hit.with(|hit| other_language(hit.card.title.language(reader)));
    let title = move || hit.with(|hit| marked(hit.card.title.get(reader), &hit.title));
    let summary_lang = move || hit.with(|hit| other_language(hit.card.summary.language(reader)));
    let summary = move || hit.with(|hit| marked(hit.card.summary.get(reader), &hit.summary));
    let tags = move || {
        let (standing, innovation) = hit.with(|hit| (hit.card.standing, hit.card.innovation));
        view! {
            <StandingTag standing=standing />
            {innovation.then(|| view! { <InnovationBadge /> })}
        }
    };
    let elsewhere = move || {
        let elsewhere = hit.with(|hit| hit.elsewhere);
        elsewhere.then(|| view! { <p class="hint card-elsewhere">{td_string!(locale(), explore.elsewhere)}</p> })
    };
    let units = move || {
        let site = site();
        let units = hit.with(|hit| hit.card.units.clone());
        let names: Vec<_> = units.iter().filter_map(|slug| Some(site.taxonomies.unit(slug)?.name(reader))).collect();
        names.join(" · ")
    };
    let created = move || hit.with(|hit| hit.card.created);
    let goals =
        move || hit.with(|hit| hit.card.goals.iter().map(|goal| view! { <GoalChip goal=*goal /> }).collect_view());
    view! {
        <article class="card">
            <div class="card-tags">{tags}</div>
            <h3 class="card-title" lang=title_lang>
                // Not the router's own link, of which each asks at every change of the address whether it is current.
                <a href=move || hit.with(|hit| entry_address(&hit.card))>{title}</a>
            </h3>
            <p class="card-summary" lang=summary_lang>{summary}</p>
            {elsewhere}
            <div class="card-foot">
                {move || view! { <FacetTag facet=hit.with(|hit| hit.card.placement.main_facet()) /> }}
                <span class="card-units">{units}</span>
                <time class="card-date" datetime=move || created().to_string()>{move || words::day(created())}</time>
                <span class="card-goals">{goals}</span>
            </div>
        </article>
    }
}
