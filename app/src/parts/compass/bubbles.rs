//! Entries too close together to be drawn one by one: counted, and opened by looking closer.

use super::geometry::{Lens, bubble_radius, translate};
use crate::{
    i18n::{locale, td_string},
    parts::tags::facet_class,
    words,
};
use domain::{chart::Bubble, zone::Zone};
use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The bubbles, each a link to the zone that it fills. One that stays moves and grows when its entries change.
#[component]
pub fn Bubbles(bubbles: Signal<Vec<(Bubble, String)>>, lens: Memo<Lens>) -> impl IntoView {
    let most = Memo::new(move |_| bubbles.with(|bubbles| most(bubbles)));
    let zones = move || bubbles.with(|bubbles| bubbles.iter().map(|(bubble, _)| bubble.zone).collect::<Vec<_>>());
    view! {
        <g class="bubbles">
            <For each=zones key=|zone| *zone let:zone>
                {drawn(zone, bubbles, most, lens)}
            </For>
        </g>
    }
}

/// The number of entries of the largest bubble.
pub fn most(bubbles: &[(Bubble, String)]) -> u32 {
    bubbles.iter().map(|(bubble, _)| bubble.count).max().unwrap_or(1)
}

fn drawn(zone: Zone, bubbles: Signal<Vec<(Bubble, String)>>, most: Memo<u32>, lens: Memo<Lens>) -> impl IntoView {
    let now =
        Memo::new(move |_| bubbles.with(|bubbles| bubbles.iter().find(|(bubble, _)| bubble.zone == zone).cloned()));
    // One on its way out keeps nothing but its place in the list.
    let read = move |read: fn(&Bubble) -> String| now.with(|now| now.as_ref().map(|(bubble, _)| read(bubble)));
    let class = move || read(|bubble| format!("bubble {}", facet_class(bubble.facet)));
    let href = move || now.with(|now| now.as_ref().map(|(_, address)| address.clone()));
    let label = move || {
        read(|bubble| {
            let count = td_string!(locale(), common.count, count = bubble.count).to_string();
            format!("{count}, {}", words::zone(bubble.zone))
        })
    };
    let place = move || now.with(|now| now.as_ref().map(|(bubble, _)| translate(lens.get().seen(bubble.place))));
    let radius = move || {
        now.with(|now| now.as_ref().map(|(bubble, _)| format!("{:.1}", bubble_radius(bubble.count, most.get()))))
    };
    let (navigate, path) = (use_navigate(), use_location().pathname);
    let open = move |event: ev::MouseEvent| {
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key();
        // What is further down on this page is the browser's to find.
        let Some(to) = now.get_untracked().map(|(_, to)| to).filter(|to| !modified && !to.starts_with('#')) else {
            return;
        };
        event.prevent_default();
        let scroll = !to.starts_with(&path.get_untracked()) || path.get_untracked() == "/";
        navigate(&to, NavigateOptions { scroll, ..Default::default() });
    };
    view! {
        <g>
            <a class=class href=href aria-label=label transform=place on:click=open>
                <circle r=radius />
                <text text-anchor="middle" y="3">{move || read(|bubble| bubble.count.to_string())}</text>
            </a>
        </g>
    }
}
