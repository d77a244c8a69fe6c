//! What is selected, as a list beside the drawing.

use super::selecting::{News, Selecting};
use crate::{
    browser,
    i18n::{language, locale, td_string},
    parts::{
        card::{entry_address, other_language},
        tags::FacetShape,
    },
};
use domain::{
    entry::Card,
    selected::{PICK, Selected},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The id of the heading, where the focus goes when what had it is gone.
const TITLE: &str = "selected-title";

/// The selected entries with the way to each, and out of the selection. `address` is that of the page with another
/// selection.
#[component]
pub fn SelectedList(
    #[prop(into)] cards: Signal<Vec<Card>>,
    selecting: Selecting,
    #[prop(into)] address: Callback<Selected, String>,
) -> impl IntoView {
    let l = locale();
    let is_shown = Memo::new(move |_| selecting.is_on() || cards.with(|cards| !cards.is_empty()));
    view! {
        <section class="selected-list" class:empty=move || !is_shown.get() aria-labelledby=TITLE>
            {move || is_shown.get().then(|| view! { <h3 id=TITLE tabindex="-1">{td_string!(l, compass.selected_title)}</h3> })}
            <div role="status">{move || is_shown.get().then(|| view! { <Said selecting=selecting /> })}</div>
            <ul>
                <For each=move || cards.get() key=|card| card.reference let:card>
                    {line(card, selecting, address)}
                </For>
            </ul>
            {move || cards.with(|cards| !cards.is_empty()).then(|| view! {
                <p>
                    <a class="quiet" href=move || address.run(Selected::default()) data-noscroll on:click=move |_| refocus()>
                        {td_string!(l, compass.clear_selected)}
                    </a>
                </p>
            })}
        </section>
    }
}

/// How many are selected, and what could not be.
#[component]
fn Said(selecting: Selecting) -> impl IntoView {
    let l = locale();
    let count = move || match selecting.count() {
        0 => td_string!(l, compass.selected_none).to_string(),
        count => td_string!(l, compass.selected_count, count = count as u32).to_string(),
    };
    let news = move || {
        selecting.news().map(|news| match news {
            News::Full => td_string!(l, compass.selected_full, most = Selected::MOST as u32).to_string(),
            News::Bubbles => td_string!(l, compass.selected_bubbles).to_string(),
        })
    };
    view! { <p class="hint">{count}" "{news}</p> }
}

fn line(card: Card, selecting: Selecting, address: Callback<Selected, String>) -> impl IntoView {
    let reader = language();
    let (title, lang) = (card.title.get(reader).to_string(), other_language(card.title.language(reader)));
    let label = td_string!(locale(), compass.unselect, title = title.clone()).to_string();
    let (to, reference, facet) = (entry_address(&card), card.reference, card.placement.main_facet());
    let without = move || {
        let mut selected = selecting.with(Selected::clone);
        if selected.contains(reference) {
            selected.toggle(reference);
        }
        address.run(selected)
    };
    view! {
        <li>
            <FacetShape facet=facet />
            <span lang=lang><A href=to>{title}</A></span>
            <a class="unselect" href=without data-noscroll aria-label=label on:click=move |_| refocus()>
                <svg viewBox="0 0 16 16" class="sign" aria-hidden="true"><path d="M4 4 12 12M12 4 4 12" /></svg>
            </a>
        </li>
    }
}

/// The link that was followed is gone once its entry is.
fn refocus() {
    request_animation_frame(|| browser::focus(TITLE));
}

/// The selected entries that are not among some cards, for the plain form that lists those.
pub fn others(selecting: Selecting, cards: &[Card]) -> Option<(&'static str, String)> {
    let mut others = selecting.with(Selected::clone);
    for card in cards {
        if others.contains(card.reference) {
            others.toggle(card.reference);
        }
    }
    (!others.is_empty()).then(|| (PICK, others.to_string()))
}
