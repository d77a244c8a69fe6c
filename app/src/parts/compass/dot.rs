//! One entry on the compass: a link for everyone, to be moved by managers, and selected where several are.

use super::{
    dots::Known,
    field::Field,
    geometry::{radius, reach, shape, translate},
};
use crate::{
    i18n::{language, locale, td_string},
    parts::{card::entry_address, tags::facet_class},
    words,
};
use domain::entry::Card;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;

/// One dot. It sits in a group of its own so that its link is the drawing's kind of link and not the page's.
pub fn dot(field: Field, card: Card, known: Memo<Known>, help: Option<&'static str>) -> impl IntoView {
    let reference = card.reference;
    let title = card.title.get(language()).to_string();
    let address = entry_address(&card);
    let navigate = use_navigate();
    let first = card.clone();
    let now = Memo::new(move |_| known.with(|known| known.get(&reference).cloned()).unwrap_or_else(|| first.clone()));
    let place = Memo::new(move |_| now.with(|card| field.drawn(card)));
    let lies = Memo::new(move |_| match field.mover.hand() {
        Some(hand) if hand.reference == reference => hand.at,
        _ => now.with(|card| field.mover.current(card).0),
    });
    let facet = Memo::new(move |_| lies.get().main_facet());
    let standing = words::standing(card.standing);
    let selects = move || field.is_selecting();
    let selected = Memo::new(move |_| field.selecting.is_some_and(|selecting| selecting.contains(reference)));
    let label = move || {
        let mark = if selected.get() && !selects() {
            format!(", {}", td_string!(locale(), compass.is_selected))
        } else {
            String::new()
        };
        format!("{title}. {standing}, {}{mark}", words::place(lies.get()))
    };
    let size = radius(card.priority);
    // What the pointer was, and whether the dot was shown in words, before the click that follows.
    let before = StoredValue::new((false, false));
    let to = address.clone();
    view! {
        <g>
            <a
                class=move || format!("dot {}", facet_class(facet.get()))
                class:held=move || field.mover.holds(reference)
                class:picked=move || field.picked.get() == Some(reference)
                class:selected=selected
                class:innovation=card.innovation
                href=address
                data-reference=reference.to_string()
                transform=move || translate(place.get())
                role=move || selects().then_some("checkbox")
                aria-checked=move || selects().then(|| selected.get().to_string())
                aria-label=label
                aria-describedby=help
                draggable="false"
                on:pointerdown=move |event| {
                    let shown = field.picked.get_untracked() == Some(reference);
                    before.set_value((event.pointer_type() == "touch", shown));
                    now.with_untracked(|card| field.pressed(&event, card));
                }
                on:pointerenter=move |event: ev::PointerEvent| {
                    if event.pointer_type() == "mouse" && field.press.with_value(Option::is_none) {
                        field.picked.set(Some(reference));
                    }
                }
                on:focus=move |_| {
                    if !before.get_value().0 {
                        field.picked.set(Some(reference));
                    }
                }
                on:blur=move |_| {
                    if field.press.with_value(Option::is_none) && untrack(|| field.mover.holds(reference)) {
                        field.mover.take_back();
                    }
                }
                on:keydown=move |event| {
                    before.set_value((false, true));
                    field.press.set_value(None);
                    if now.with_untracked(|card| field.keyed(&event, card)) {
                        event.prevent_default();
                        event.stop_propagation();
                    }
                }
                on:click=move |event| {
                    let (by_touch, shown) = before.get_value();
                    if untrack(selects) {
                        event.prevent_default();
                        field.clicked(reference);
                    } else if field.keeps_click(by_touch, shown) {
                        event.prevent_default();
                        field.picked.set(Some(reference));
                    } else if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                        event.prevent_default();
                        navigate(&to, Default::default());
                    }
                }
            >
                <circle class="reach" r=reach(card.priority).to_string() />
                <path class="body" d=move || shape(facet.get(), size) />
            </a>
        </g>
    }
}
