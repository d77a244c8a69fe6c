//! The compass with every entry on it, the same as a table, and the plain form that places one entry.

mod place;
mod table;

pub use place::PlaceEntry;

use crate::{
    api::portfolio::{Explored, Extent, explore},
    i18n::{language, locale, td_string},
    pages::explore::{BadParameters, Failed, Total},
    parts::{
        card::{entry_address, other_language},
        compass::{CompassField, Mover, ReportLine, WeightBars},
        filter::{Chips, FilterPanel, FilterState},
        heading::Heading,
        tags::{InnovationBadge, StandingTag},
    },
    site::site,
    words,
};
use domain::{entry::Card, mix::balance, reference::Reference};
use leptos::prelude::*;
use leptos_router::components::A;
use table::PlacesTable;

/// The id of the text that tells how dots are moved by keys.
const HELP: &str = "compass-help";

#[component]
pub fn Compass() -> impl IntoView {
    let l = locale();
    let state = FilterState::at("/compass");
    let answer = Resource::new(move || state.query(), |query| explore(query, Extent::Whole, language()));
    let found = move |read: fn(&Explored) -> Vec<Card>| match answer.get() {
        Some(Ok(explored)) => read(&explored),
        _ => Vec::new(),
    };
    let cards = Signal::derive(move || {
        found(|explored| explored.exploration.hits.iter().map(|hit| hit.card.clone()).collect())
    });
    let groups = Signal::derive(move || match answer.get() {
        Some(Ok(explored)) => explored.exploration.groups,
        _ => Vec::new(),
    });
    let total = Signal::derive(move || match answer.get() {
        Some(Ok(explored)) => explored.exploration.total,
        _ => 0,
    });
    let mover = Mover::default();
    let picked = RwSignal::new(None);
    let movable = site().visitor.is_manager();
    view! {
        <div class="page wide">
            <div class="page-head">
                <Heading text=td_string!(l, compass.title) />
                <p class="lead">{td_string!(l, compass.lead)}</p>
            </div>
            <Transition>
                {move || answer.get().map(|answer_now| match answer_now {
                    Ok(explored) => view! { <BadParameters bad=explored.bad /> }.into_any(),
                    Err(_) => view! { <Failed again=move || answer.refetch() /> }.into_any(),
                })}
                <div class="compass-page">
                    <FilterPanel state=state groups=groups total=total />
                    <div class="compass-main">
                        <div class="full found-head">
                            <Total total=total />
                            <a class="quiet" href="#places" rel="external">{td_string!(l, compass.skip_dots)}</a>
                        </div>
                        <div class="full"><Chips state=state /></div>
                        <figure>
                            <CompassField cards=cards picked=picked mover=mover movable=movable help=HELP />
                            {move || (total.get() == 0).then(|| view! { <p class="notice">{td_string!(l, compass.none)}</p> })}
                        </figure>
                        <div class="compass-aside">
                            <ReportLine mover=mover />
                            <PickedCard cards=cards picked=picked mover=mover />
                            {movable.then(|| view! { <p id=HELP class="hint">{td_string!(l, compass.help)}</p> })}
                            <Mix cards=cards mover=mover />
                            <Legend />
                        </div>
                        <section class="full" id="places" aria-labelledby="places-title" tabindex="-1">
                            <h2 id="places-title">{td_string!(l, compass.table_title)}</h2>
                            <PlacesTable cards=cards mover=mover movable=movable />
                        </section>
                    </div>
                </div>
            </Transition>
        </div>
    }
}

/// The entry that is pointed at, or how to point at one.
#[component]
fn PickedCard(cards: Signal<Vec<Card>>, picked: RwSignal<Option<Reference>>, mover: Mover) -> impl IntoView {
    move || {
        let found = picked
            .get()
            .and_then(|picked| cards.with(|cards| cards.iter().find(|card| card.reference == picked).cloned()));
        match found {
            Some(card) => view! { <Picked card=card mover=mover /> }.into_any(),
            None => view! { <p class="picked-card hint">{td_string!(locale(), compass.pick_hint)}</p> }.into_any(),
        }
    }
}

/// The entry that is pointed at, in words; while it is moved, its weights follow.
#[component]
fn Picked(card: Card, mover: Mover) -> impl IntoView {
    let reader = language();
    let (title, lang) = (card.title.get(reader).to_string(), other_language(card.title.language(reader)));
    let (summary, summary_lang) = (card.summary.get(reader).to_string(), other_language(card.summary.language(reader)));
    let (address, standing, innovation) = (entry_address(&card), card.standing, card.innovation);
    let card = StoredValue::new(card);
    let lies = Signal::derive(move || match mover.hand() {
        Some(hand) if card.with_value(|card| card.reference == hand.reference) => hand.at,
        _ => card.with_value(|card| mover.current(card).0),
    });
    view! {
        <div class="picked-card">
            <div class="card-tags">
                <StandingTag standing=standing />
                {innovation.then(|| view! { <InnovationBadge /> })}
            </div>
            <h3 lang=lang><A href=address>{title}</A></h3>
            <p lang=summary_lang>{summary}</p>
            <p class="place">{move || words::place(lies.get())}</p>
            <WeightBars placement=lies />
        </div>
    }
}

/// How the entries in view share out over the facets.
#[component]
fn Mix(cards: Signal<Vec<Card>>, mover: Mover) -> impl IntoView {
    let mix = move || cards.with(|cards| balance(cards.iter().map(|card| mover.current(card).0)));
    view! {
        {move || mix().map(|mix| {
            let shares = mix
                .percent()
                .map(|(facet, share)| format!("{} {share} %", words::facet_in_sentence(facet)))
                .join(", ");
            view! { <p class="small"><strong>{td_string!(locale(), compass.balance)}</strong>": "{shares}</p> }
        })}
    }
}

#[component]
fn Legend() -> impl IntoView {
    let l = locale();
    view! {
        <details>
            <summary class="small">{td_string!(l, compass.legend_title)}</summary>
            <ul class="legend">
                <li>{td_string!(l, compass.legend_shape)}</li>
                <li>{td_string!(l, compass.legend_size)}</li>
                <li>{td_string!(l, compass.legend_innovation)}</li>
                <li>{td_string!(l, compass.legend_spread)}</li>
            </ul>
        </details>
    }
}
