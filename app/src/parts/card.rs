//! An entry in a list.

use crate::{
    i18n::language,
    parts::tags::{FacetTag, GoalChip, InnovationBadge, StandingTag},
    site::site,
    words,
};
use domain::{entry::Card, language::Language};
use leptos::prelude::*;
use leptos_router::components::A;

/// The address of an entry's page.
pub fn entry_address(card: &Card) -> String {
    format!("/portfolio/{}", card.reference)
}

/// The language of a text, where it is not the page's: what the `lang` attribute wants.
pub fn other_language(text: Language) -> Option<&'static str> {
    (text != language()).then(|| text.name())
}

/// An entry with what makes a person want to open it.
#[component]
pub fn EntryCard(card: Card) -> impl IntoView {
    let reader = language();
    let site = site();
    let units: Vec<_> = card
        .units
        .iter()
        .filter_map(|slug| site.taxonomies.unit(slug))
        .map(|unit| unit.name(reader).to_owned())
        .collect();
    let (title, title_lang) = (card.title.get(reader).to_string(), other_language(card.title.language(reader)));
    let (summary, summary_lang) = (card.summary.get(reader).to_string(), other_language(card.summary.language(reader)));
    view! {
        <article class="card">
            <div class="card-tags">
                <StandingTag standing=card.standing />
                {card.innovation.then(|| view! { <InnovationBadge /> })}
            </div>
            <h3 class="card-title" lang=title_lang>
                <A href=entry_address(&card)>{title}</A>
            </h3>
            <p class="card-summary" lang=summary_lang>{summary}</p>
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
