//! Entries too close together to be drawn one by one: counted, and opened by looking closer.

use super::geometry::{Lens, bubble_radius, translate};
use crate::{
    i18n::{locale, td_string},
    parts::tags::facet_class,
    words,
};
use domain::chart::Bubble;
use leptos::prelude::*;

/// The bubbles, each a link to the zone that it fills.
pub fn drawn_bubbles(bubbles: &[(Bubble, String)], lens: Lens) -> impl IntoView + use<> {
    let most = bubbles.iter().map(|(bubble, _)| bubble.count).max().unwrap_or(1);
    bubbles.iter().map(|(bubble, address)| drawn(*bubble, address.clone(), most, lens)).collect_view()
}

fn drawn(bubble: Bubble, address: String, most: u32, lens: Lens) -> impl IntoView {
    let radius = format!("{:.1}", bubble_radius(bubble.count, most));
    let count = td_string!(locale(), common.count, count = bubble.count).to_string();
    let label = format!("{count}, {}", words::zone(bubble.zone));
    let place = translate(lens.seen(bubble.place));
    view! {
        <g>
            <a class=format!("bubble {}", facet_class(bubble.facet)) href=address aria-label=label transform=place>
                <circle r=radius />
                <text text-anchor="middle" y="3">{bubble.count}</text>
            </a>
        </g>
    }
}
