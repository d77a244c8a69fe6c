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
pub fn EntryCard(hit: Hit) -> impl IntoView {
    let reader = language();
    let Hit { card, title: title_marks, summary: summary_marks, elsewhere } = hit;
    let site = site();
    let units: Vec<_> = card
        .units
        .iter()
        .filter_map(|slug| site.taxonomies.unit(slug))
        .map(|unit| unit.name(reader).to_owned())
        .collect();
    let (title, title_lang) =
        (marked(card.title.get(reader), &title_marks), other_language(card.title.language(reader)));
    let (summary, summary_lang) =
        (marked(card.summary.get(reader), &summary_marks), other_language(card.summary.language(reader)));
    view! {
        <article class="card">
            <div class="card-tags">
                <StandingTag standing=card.standing />
                {card.innovation.then(|| view! { <InnovationBadge /> })}
            </div>
            <h3 class="card-title" lang=title_lang>
                // Not the router's own link, of which each asks at every change of the address whether it is current.
                <a href=entry_address(&card)>{title}</a>
            </h3>
            <p class="card-summary" lang=summary_lang>{summary}</p>
            {elsewhere.then(|| view! { <p class="hint card-elsewhere">{td_string!(locale(), explore.elsewhere)}</p> })}
            <div class="card-foot">
                <FacetTag facet=card.placement.main_facet() />
                <span class="card-units">{units.join(" · ")}</span>
                <time class="card-date" datetime=card.created.to_string()>{words::day(card.created)}</time>
                <span class="card-goals">
                    {card.goals.iter().map(|goal| view! { <GoalChip goal=*goal /> }).collect_view()}
                </span>
            </div>
        </article>
    }
}
