//! The compass as a table: the same entries and places for those who cannot see the drawing.

use crate::{
    i18n::{language, locale, td_string},
    parts::{
        card::{entry_address, other_language},
        compass::Mover,
        tags::FacetTag,
    },
    words,
};
use domain::entry::Card;
use leptos::prelude::*;
use leptos_router::components::A;

/// One line for each entry; for managers with the way to the form that moves it.
#[component]
pub fn PlacesTable(cards: Signal<Vec<Card>>, mover: Mover, movable: bool) -> impl IntoView {
    let l = locale();
    let lines = move || cards.get().into_iter().map(|card| line(card, mover, movable)).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-labelledby="places-caption">
            <table>
                <caption id="places-caption">{td_string!(l, compass.table_caption)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(l, compass.column_title)}</th>
                        <th scope="col">{td_string!(l, compass.column_standing)}</th>
                        <th scope="col">{td_string!(l, compass.column_facet)}</th>
                        <th scope="col">{td_string!(l, compass.column_place)}</th>
                        {movable.then(|| view! { <th scope="col">{td_string!(l, compass.column_move)}</th> })}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

fn line(card: Card, mover: Mover, movable: bool) -> impl IntoView {
    let l = locale();
    let reader = language();
    let (title, lang) = (card.title.get(reader).to_string(), other_language(card.title.language(reader)));
    let address = entry_address(&card);
    let standing = words::standing(card.standing);
    let place_address = format!("/compass/{}", card.reference);
    let move_label = td_string!(l, compass.move_label, title = title.clone()).to_string();
    let lies = Memo::new(move |_| mover.current(&card).0);
    view! {
        <tr>
            <th scope="row" lang=lang><A href=address>{title}</A></th>
            <td>{standing}</td>
            <td>{move || view! { <FacetTag facet=lies.get().main_facet() /> }}</td>
            <td>{move || words::place(lies.get())}</td>
            {movable.then(|| view! {
                <td><A href=place_address attr:aria-label=move_label>{td_string!(l, compass.move_it)}</A></td>
            })}
        </tr>
    }
}
