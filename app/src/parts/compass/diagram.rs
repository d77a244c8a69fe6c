//! The diagram that dots are put on: OPSI's diamond with its axes, facets and kinds of change.

use super::geometry::{SCALE, confusion};
use crate::{
    i18n::{locale, td_string},
    words,
};
use domain::{
    facet::{Change, Facet},
    placement::Point,
    zone::Zone,
};
use leptos::prelude::*;

/// The four fields, the axes and the zone of confusion, without words.
#[component]
pub fn Fields() -> impl IntoView {
    view! {
        <g class="zones" aria-hidden="true">
            <path class="zone facet-mission" d="M0-100 50-50 0 0-50-50Z" />
            <path class="zone facet-anticipatory" d="M100 0 50 50 0 0 50-50Z" />
            <path class="zone facet-adaptive" d="M0 100-50 50 0 0 50 50Z" />
            <path class="zone facet-enhancement" d="M-100 0-50-50 0 0-50 50Z" />
            <path class="confusion" d=confusion() />
            <path class="axis" d="M-100 0H100M0-100V100" />
            <path class="edge" d="M0-100 100 0 0 100-100 0Z" />
        </g>
    }
}

/// A part of the diamond, drawn as large as the whole, with where it lies in the corner.
#[component]
pub fn Closer(zone: Zone) -> impl IntoView {
    let side = SCALE / zone.scale();
    let Point { x, y } = zone.centre();
    let here = format!(
        "M{x:.2} {:.2}l{side:.2} {side:.2}-{side:.2} {side:.2}-{side:.2}-{side:.2}Z",
        -y * SCALE - side,
        x = x * SCALE
    );
    view! {
        <g class="zones" aria-hidden="true">
            <path class="ground" d="M0-100 100 0 0 100-100 0Z" />
            // Where it is cut next.
            <path class="axis" d="M-66.7-33.3 33.3 66.7M-33.3-66.7 66.7 33.3M66.7-33.3-33.3 66.7M33.3-66.7-66.7 33.3" />
            <path class="edge" d="M0-100 100 0 0 100-100 0Z" />
            <g class="where" transform="translate(-112 -104) scale(0.26)">
                <path class="zone facet-mission" d="M0-100 50-50 0 0-50-50Z" />
                <path class="zone facet-anticipatory" d="M100 0 50 50 0 0 50-50Z" />
                <path class="zone facet-adaptive" d="M0 100-50 50 0 0 50 50Z" />
                <path class="zone facet-enhancement" d="M-100 0-50-50 0 0-50 50Z" />
                <path class="edge" d="M0-100 100 0 0 100-100 0Z" />
                <path class="here" d=here />
            </g>
        </g>
    }
}

/// The names of facets, poles and kinds of change around the diamond.
///
/// They are hidden from screen readers, which meet the same names on every dot and in the table beside.
#[component]
pub fn Names() -> impl IntoView {
    let l = locale();
    let facet = |facet, x, y, anchor: &'static str, class: &'static str| {
        view! { <text class=format!("name {class}") x=x y=y text-anchor=anchor>{words::facet(facet)}</text> }
    };
    let pole = |word: String, x, y, anchor: &'static str| {
        let class = if anchor == "middle" { "pole" } else { "pole side" };
        view! { <text class=class x=x y=y text-anchor=anchor>{word}</text> }
    };
    let change = |change, place: &'static str| {
        view! { <text class="change" transform=place text-anchor="middle">{words::change(change)}</text> }
    };
    view! {
        <g class="names" aria-hidden="true">
            {facet(Facet::Mission, "0", "-117", "middle", "facet-mission")}
            {facet(Facet::Enhancement, "-140", "-34", "start", "facet-enhancement side")}
            {facet(Facet::Anticipatory, "140", "-34", "end", "facet-anticipatory side")}
            {facet(Facet::Adaptive, "0", "127", "middle", "facet-adaptive")}
            {pole(td_string!(l, words.pole.directed).to_string(), "0", "-106", "middle")}
            {pole(td_string!(l, words.pole.certainty).to_string(), "-140", "-23", "start")}
            {pole(td_string!(l, words.pole.uncertainty).to_string(), "140", "-23", "end")}
            {pole(td_string!(l, words.pole.undirected).to_string(), "0", "113", "middle")}
            {change(Change::Sustaining, "translate(-57.5 -57.5) rotate(-45)")}
            {change(Change::Transformative, "translate(57.5 -57.5) rotate(45)")}
            {change(Change::Disruptive, "translate(62 62) rotate(-45)")}
            {change(Change::Optimising, "translate(-62 62) rotate(45)")}
            <text class="confusion-name" x="0" y="2.5" text-anchor="middle">{td_string!(l, words.confusion)}</text>
        </g>
    }
}
