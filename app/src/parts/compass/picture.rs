//! The compass as a picture of the whole: its dots and bubbles lead on, and nothing on it can be moved.

use super::{
    bubbles::most,
    diagram::{Fields, Names},
    geometry::{Lens, SCALE, VIEW, bubble_radius, radius, reach, shape, translate, view_box},
};
use crate::{
    i18n::{language, locale, td_string},
    parts::{card::entry_address, tags::facet_class},
    words,
};
use domain::{
    chart::Bubble,
    entry::Card,
    placement::Placement,
    reference::Reference,
    spread::{Dot, spread},
};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;

/// The diamond with the entries on it. It is light, for pages that many people see first.
#[component]
pub fn CompassPicture(
    cards: Vec<Card>,
    /// Those too many to be drawn, and where each leads.
    bubbles: Vec<(Bubble, String)>,
    /// The entry that is pointed at.
    picked: RwSignal<Option<Reference>>,
) -> impl IntoView {
    let spots: Vec<_> =
        cards.iter().map(|card| Dot { placement: card.placement, radius: reach(card.priority) / SCALE }).collect();
    let label = td_string!(locale(), compass.drawing_label, count = cards.len()).to_string();
    let most = most(&bubbles);
    let bubbles = bubbles.into_iter().map(|(bubble, address)| counted(&bubble, address, most)).collect_view();
    let dots = cards.iter().zip(spread(&spots)).map(|(card, place)| dot(card, place, picked)).collect_view();
    view! {
        <svg class="compass" viewBox=view_box(VIEW) role="group" aria-label=label>
            <Fields />
            <Names />
            <g class="bubbles">{bubbles}</g>
            <g class="dots">{dots}</g>
        </svg>
    }
}

/// The router follows the page's kind of links by itself, but not the drawing's.
fn follows(to: String) -> impl Fn(ev::MouseEvent) + 'static {
    let navigate = use_navigate();
    move |event| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            navigate(&to, Default::default());
        }
    }
}

fn counted(bubble: &Bubble, address: String, most: u32) -> impl IntoView + use<> {
    let count = td_string!(locale(), common.count, count = bubble.count).to_string();
    let radius = format!("{:.1}", bubble_radius(bubble.count, most));
    view! {
        <g>
            <a
                class=format!("bubble {}", facet_class(bubble.facet))
                href=address.clone()
                aria-label=format!("{count}, {}", words::zone(bubble.zone))
                transform=translate(Lens::default().seen(bubble.place))
                on:click=follows(address)
            >
                <circle r=radius />
                <text text-anchor="middle" y="3">{bubble.count}</text>
            </a>
        </g>
    }
}

fn dot(card: &Card, place: Placement, picked: RwSignal<Option<Reference>>) -> impl IntoView + use<> {
    let reference = card.reference;
    let facet = card.placement.main_facet();
    let title = card.title.get(language());
    let label = format!("{title}. {}, {}", words::standing(card.standing), words::place(card.placement));
    let address = entry_address(card);
    let follow = follows(address.clone());
    // Whether a finger is on the dot, and whether it was named before: the first touch names it, the second opens it.
    let touched = StoredValue::new((false, false));
    view! {
        <g>
            <a
                class=format!("dot {}", facet_class(facet))
                class:picked=move || picked.get() == Some(reference)
                class:innovation=card.innovation
                href=address
                data-reference=reference.to_string()
                transform=translate(place)
                aria-label=label
                on:pointerdown=move |event: ev::PointerEvent| {
                    touched.set_value((event.pointer_type() == "touch", picked.get_untracked() == Some(reference)));
                }
                on:pointerenter=move |event: ev::PointerEvent| {
                    if event.pointer_type() == "mouse" {
                        picked.set(Some(reference));
                    }
                }
                on:focus=move |_| {
                    if !touched.get_value().0 {
                        picked.set(Some(reference));
                    }
                }
                on:keydown=move |_| touched.set_value((false, true))
                on:click=move |event: ev::MouseEvent| {
                    if touched.get_value() == (true, false) {
                        event.prevent_default();
                        picked.set(Some(reference));
                    } else {
                        follow(event);
                    }
                }
            >
                <circle class="reach" r=reach(card.priority).to_string() />
                <path class="body" d=shape(facet, radius(card.priority)) />
            </a>
        </g>
    }
}
