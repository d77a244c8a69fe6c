//! The compass as a table: the same entries and places for those who cannot see the drawing, and a plain form to select
//! several.

use crate::{
    i18n::{language, locale, td_string},
    parts::{
        card::{entry_address, other_language},
        compass::{Mover, Selecting, others_selected},
        filter::FilterState,
        tags::FacetTag,
    },
    site::site,
    words,
};
use domain::{chart::ZONE, entry::Card, filter::Filter, selected::PICK};
use leptos::prelude::*;
use leptos_router::components::A;

/// One line for each entry; for managers with the way to the form that moves it.
#[component]
pub fn PlacesTable(
    cards: Signal<Vec<Card>>,
    mover: Mover,
    movable: bool,
    selecting: Selecting,
    state: FilterState,
) -> impl IntoView {
    let l = locale();
    // What the form sends besides its boxes, so that nothing else changes: without scripts it is the page's address.
    let keeps = move || {
        let mut kept: Vec<(String, String)> = query_pairs(&state.get());
        kept.extend(state.kept().into_iter().filter(|(name, _)| name == ZONE));
        kept.extend(
            cards.with(|cards| others_selected(selecting, cards)).map(|(name, value)| (name.to_owned(), value)),
        );
        kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
    };
    view! {
        <form method="get" action=state.path() on:submit=move |event| event.prevent_default()>
            {keeps}
            <div class="table-scroll stacked" tabindex="0" role="region" aria-labelledby="places-caption">
                // Roles that a table loses where its lines are laid out as blocks.
                <table role="table">
                    <caption id="places-caption">{td_string!(l, compass.table_caption)}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th scope="col" role="columnheader">{td_string!(l, compass.column_select)}</th>
                            <th scope="col" role="columnheader">{td_string!(l, compass.column_title)}</th>
                            <th scope="col" role="columnheader">{td_string!(l, compass.column_standing)}</th>
                            <th scope="col" role="columnheader">{td_string!(l, compass.column_facet)}</th>
                            <th scope="col" role="columnheader">{td_string!(l, compass.column_place)}</th>
                            {movable.then(|| view! { <th scope="col" role="columnheader">{td_string!(l, compass.column_move)}</th> })}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        {move || cards.get().into_iter().map(|card| line(card, mover, movable, selecting)).collect_view()}
                    </tbody>
                </table>
            </div>
            <p class="without-js"><button class="button small">{td_string!(l, compass.show_selected)}</button></p>
        </form>
    }
}

/// A filter as the fields of a form.
fn query_pairs(filter: &Filter) -> Vec<(String, String)> {
    let mut pairs: Vec<_> =
        filter.criteria.iter().map(|criterion| (criterion.group().to_string(), criterion.value())).collect();
    if !filter.q.is_empty() {
        pairs.push(("q".to_owned(), filter.q.clone()));
    }
    pairs.extend(filter.sort.map(|sort| ("sort".to_owned(), sort.to_string())));
    if filter.page > 1 {
        pairs.push(("page".to_owned(), filter.page.to_string()));
    }
    pairs
}

fn line(card: Card, mover: Mover, movable: bool, selecting: Selecting) -> impl IntoView {
    let l = locale();
    let reader = language();
    let (title, lang) = (card.title.get(reader).to_string(), other_language(card.title.language(reader)));
    let (address, reference) = (entry_address(&card), card.reference);
    let standing = words::standing(card.standing);
    let place_address = format!("/compass/{reference}");
    let may_move = site().visitor.answers_for(reference, card.units.iter());
    let move_label = td_string!(l, compass.move_label, title = title.clone()).to_string();
    let select_label = td_string!(l, compass.select_label, title = title.clone()).to_string();
    let selected_at_first = untrack(|| selecting.contains(reference));
    let lies = Memo::new(move |_| mover.current(&card).0);
    view! {
        <tr role="row">
            <td class="select-cell" role="cell">
                // The label gives the box the size that a finger needs.
                <label>
                    <input
                        type="checkbox"
                        name=PICK
                        value=reference.to_string()
                        aria-label=select_label
                        checked=selected_at_first
                        prop:checked=move || selecting.contains(reference)
                        on:change=move |_| selecting.toggle(reference)
                    />
                </label>
            </td>
            <th scope="row" role="rowheader" lang=lang><A href=address>{title}</A></th>
            <td role="cell">{standing}</td>
            <td role="cell">{move || view! { <FacetTag facet=lies.get().main_facet() /> }}</td>
            <td role="cell">{move || words::place(lies.get())}</td>
            {movable.then(|| view! {
                <td role="cell">
                    {may_move.then(|| view! {
                        <A href=place_address attr:aria-label=move_label>{td_string!(l, compass.move_it)}</A>
                    })}
                </td>
            })}
        </tr>
    }
}
