//! Entries as dots on the diagram: links for everyone, to be moved by managers.

use super::{
    bubbles::Bubbles,
    diagram::{Closer, Fields, Names},
    dot::dot,
    field::{Field, Press},
    geometry::{Lens, SCALE, VIEW, reach, view_box},
    ghosts::Ghosts,
    mover::Mover,
    selecting::Selecting,
    ties::{TieLines, Ties},
    zooming::Zooming,
};
use crate::{
    browser,
    i18n::{locale, td_string},
    site::site,
};
use domain::{
    chart::Bubble,
    entry::Card,
    placement::Placement,
    reference::Reference,
    spread::{Dot, spread},
    zone::Zone,
};
use leptos::{prelude::*, svg};
use std::collections::BTreeMap;

/// Where each entry is drawn: its place, or beside it where several lie on each other.
pub type Layout = BTreeMap<Reference, Placement>;

/// What is known of each entry now: a dot stays the same, and keeps the focus, when its entry has been moved.
pub type Known = BTreeMap<Reference, Card>;

/// The compass with its dots.
#[component]
pub fn CompassField(
    #[prop(into)] cards: Signal<Vec<Card>>,
    /// Those too many to be drawn, and where each leads.
    #[prop(optional, into)]
    bubbles: Signal<Vec<(Bubble, String)>>,
    /// The part of the diamond that is drawn.
    #[prop(optional, into)]
    zone: Signal<Zone>,
    /// The entry that is shown in words beside the drawing.
    picked: RwSignal<Option<Reference>>,
    mover: Mover,
    /// Whether dots can be moved.
    movable: bool,
    /// The id of the text that tells how to move dots by keys.
    help: &'static str,
    /// What is selected, where several can be.
    #[prop(optional)]
    selecting: Option<Selecting>,
    /// The way closer and back, where there is one.
    #[prop(optional)]
    zooming: Option<Zooming>,
    /// How the picked entry hangs together with others, where that is shown.
    #[prop(optional)]
    ties: Option<Ties>,
) -> impl IntoView {
    let drawing = NodeRef::<svg::Svg>::new();
    let press = StoredValue::new(None::<Press>);
    let lens = Memo::new(move |_| Lens::on(zone.get()));
    let layout = Memo::new(move |_| lay_out(&cards.get(), mover, lens.get()));
    let visitor = StoredValue::new(site().visitor.clone());
    let field =
        Field { drawing, press, lens, layout, cards, bubbles, picked, mover, movable, visitor, selecting, zooming };
    let known = Memo::new(move |_| cards.get().into_iter().map(|card| (card.reference, card)).collect::<Known>());
    let marks = Memo::new(move |_| field.marks());
    let outline = move || selecting.and_then(|selecting| selecting.outline());
    // A bubble that was opened is gone: whoever came by keys goes on from the drawing.
    Effect::new(move |before: Option<Lens>| {
        let now = lens.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || {
                if let Some(drawing) = drawing.try_get_untracked().flatten() {
                    browser::focus_if_lost(&drawing);
                }
            });
        }
        now
    });
    let label = move || td_string!(locale(), compass.drawing_label, count = cards.with(Vec::len)).to_string();
    view! {
        <svg
            class="compass"
            class:movable=movable
            class:selecting=move || field.is_selecting()
            node_ref=drawing
            viewBox=view_box(VIEW)
            role="group"
            aria-label=label
            tabindex=zooming.is_some().then_some("0")
            on:pointerdown=move |event| field.began(&event)
            on:pointermove=move |event| field.moved(&event)
            on:pointerup=move |event| field.released(&event)
            on:pointercancel=move |_| field.cancelled()
            on:keydown=move |event| {
                if field.keyed_on_field(&event) {
                    event.prevent_default();
                }
            }
            on:dblclick=move |event| field.double_clicked(&event)
            on:wheel=move |event| field.wheeled(&event)
        >
            {move || if zone.get().is_whole() {
                view! { <Fields /> <Names /> }.into_any()
            } else {
                view! { <Closer zone=zone.get() /> }.into_any()
            }}
            <Ghosts marks=marks />
            <Bubbles bubbles=bubbles lens=lens />
            {ties.map(|ties| view! { <TieLines field=field ties=ties /> })}
            <g class="dots">
                <For each=move || cards.get() key=|card| (card.reference, card.standing, card.priority, card.innovation) let:card>
                    {
                        let help = field.may_move(&card).then_some(help);
                        dot(field, card, known, help)
                    }
                </For>
            </g>
            {move || outline().map(|outline| view! { <path class="lasso" d=outline aria-hidden="true" /> })}
        </svg>
    }
}

fn lay_out(cards: &[Card], mover: Mover, lens: Lens) -> Layout {
    let dots: Vec<_> = cards
        .iter()
        .map(|card| Dot { placement: lens.seen(mover.current(card).0.into()), radius: reach(card.priority) / SCALE })
        .collect();
    cards.iter().map(|card| card.reference).zip(spread(&dots)).collect()
}
