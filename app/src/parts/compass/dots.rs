//! Entries as dots on the diagram: links for everyone, to be moved by managers.

use super::{
    bubbles::drawn_bubbles,
    diagram::{Closer, Fields, Names},
    geometry::{Lens, VIEW, radius, reach, shape, translate, view_box},
    mover::{Mover, arrow},
};
use crate::{
    browser::Pointer,
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
    zone::Zone,
};
use leptos::{ev, prelude::*, svg};
use leptos_router::hooks::use_navigate;
use std::collections::BTreeMap;

/// Where each entry is drawn: its place, or beside it where several lie on each other.
type Layout = BTreeMap<Reference, Placement>;

/// What is known of each entry now: a dot stays the same, and keeps the focus, when its entry has been moved.
type Known = BTreeMap<Reference, Card>;

/// A press on a dot that may become a drag.
#[derive(Clone)]
struct Press {
    card: Card,
    start: Pointer,
    /// From the pointer to the dot, in the drawing's own diamond: the dot does not jump under the finger.
    offset: (f64, f64),
    dragged: bool,
}

/// How far a pointer moves, in pixels, before a press is a drag.
const SLACK: f64 = 5.0;

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
) -> impl IntoView {
    let drawing = NodeRef::<svg::Svg>::new();
    let press = StoredValue::new(None::<Press>);
    let lens = Memo::new(move |_| Lens::on(zone.get()));
    let layout = Memo::new(move |_| lay_out(&cards.get(), mover, lens.get()));
    let field = Field { drawing, press, lens, layout, picked, mover, movable };
    let known = Memo::new(move |_| cards.get().into_iter().map(|card| (card.reference, card)).collect::<Known>());
    let label = move || td_string!(locale(), compass.drawing_label, count = cards.with(Vec::len)).to_string();
    view! {
        <svg
            class="compass"
            class:movable=movable
            node_ref=drawing
            viewBox=view_box(VIEW)
            role="group"
            aria-label=label
            on:pointermove=move |event| field.moved(&event)
            on:pointerup=move |event| field.released(&event)
            on:pointercancel=move |_| field.cancelled()
        >
            {move || if zone.get().is_whole() {
                view! { <Fields /> <Names /> }.into_any()
            } else {
                view! { <Closer zone=zone.get() /> }.into_any()
            }}
            <g class="bubbles">{move || bubbles.with(|bubbles| drawn_bubbles(bubbles, lens.get()))}</g>
            <g class="dots">
                <For each=move || cards.get() key=|card| (card.reference, card.standing, card.priority, card.innovation) let:card>
                    {dot(field, card, known, movable.then_some(help))}
                </For>
            </g>
        </svg>
    }
}

fn lay_out(cards: &[Card], mover: Mover, lens: Lens) -> Layout {
    let dots: Vec<_> = cards
        .iter()
        .map(|card| Dot {
            placement: lens.seen(mover.current(card).0.into()),
            radius: reach(card.priority) / super::geometry::SCALE,
        })
        .collect();
    cards.iter().map(|card| card.reference).zip(spread(&dots)).collect()
}

/// What the dots of one compass share.
#[derive(Clone, Copy)]
struct Field {
    drawing: NodeRef<svg::Svg>,
    press: StoredValue<Option<Press>>,
    lens: Memo<Lens>,
    layout: Memo<Layout>,
    picked: RwSignal<Option<Reference>>,
    mover: Mover,
    movable: bool,
}

impl Field {
    /// Where a dot is drawn now, in the drawing's own diamond.
    fn drawn(&self, card: &Card) -> Placement {
        let seen = |placement: Placement| self.lens.get().seen(placement.into());
        match self.mover.hand() {
            Some(hand) if hand.reference == card.reference => seen(hand.at),
            _ => {
                let laid_out = self.layout.with(|layout| layout.get(&card.reference).copied());
                laid_out.unwrap_or_else(|| seen(card.placement))
            }
        }
    }

    fn pressed(&self, event: &ev::PointerEvent, card: &Card) {
        let Some(start) = Pointer::of(event, self.drawing) else { return };
        if !self.movable || !start.is_primary {
            return;
        }
        let (x, y) = start.in_diamond();
        let dot = untrack(|| self.drawn(card));
        let offset = (dot.x() - x, dot.y() - y);
        self.press.set_value(Some(Press { card: card.clone(), start, offset, dragged: false }));
    }

    fn moved(&self, event: &ev::PointerEvent) {
        let Some(mut press) = self.press.get_value() else { return };
        let Some(now) = Pointer::of(event, self.drawing) else { return };
        if now.id != press.start.id || (!press.dragged && now.distance(&press.start) < SLACK) {
            return;
        }
        let (x, y) = now.in_diamond();
        let (dx, dy) = press.offset;
        if !press.dragged {
            now.capture(self.drawing);
            self.mover.take(&press.card, press.card.title.get(language()));
            self.picked.set(Some(press.card.reference));
            press.dragged = true;
            self.press.set_value(Some(press));
        }
        self.mover.carry(self.lens.get_untracked().meant((x + dx, y + dy)));
    }

    fn released(&self, event: &ev::PointerEvent) {
        match self.press.get_value() {
            // The press is kept: the click that follows a drag must find it, and leave the link alone.
            Some(press) if press.start.id == event.pointer_id() && press.dragged => self.mover.put_down(),
            _ => self.press.set_value(None),
        }
    }

    fn cancelled(&self) {
        if self.press.with_value(Option::is_some) {
            self.press.set_value(None);
            self.mover.take_back();
        }
    }

    /// Whether a key was for moving the dot.
    fn keyed(&self, event: &ev::KeyboardEvent, card: &Card) -> bool {
        let holds = untrack(|| self.mover.holds(card.reference));
        match event.key().as_str() {
            // While a move is being saved, a hasty Enter is meant for the dot and not for its link.
            "Enter" if holds || untrack(|| self.mover.is_saving()) => self.mover.put_down(),
            "Escape" if holds => self.mover.take_back(),
            key => match arrow(key) {
                Some(direction) if self.movable => {
                    self.mover.take(card, card.title.get(language()));
                    self.mover.nudge(direction, event.shift_key());
                }
                _ => return false,
            },
        }
        true
    }

    /// Whether a click belongs to the compass and does not follow the link: the end of a drag, or a finger's first
    /// touch, which shows what the dot is.
    fn keeps_click(&self, by_touch: bool, shown_before: bool) -> bool {
        let dragged = self.press.with_value(|press| press.as_ref().is_some_and(|press| press.dragged));
        self.press.set_value(None);
        dragged || (by_touch && !shown_before)
    }
}

/// One dot. It sits in a group of its own so that its link is the drawing's kind of link and not the page's.
fn dot(field: Field, card: Card, known: Memo<Known>, help: Option<&'static str>) -> impl IntoView {
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
    let label = move || format!("{title}. {standing}, {}", words::place(lies.get()));
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
                class:innovation=card.innovation
                href=address
                data-reference=reference.to_string()
                transform=move || translate(place.get())
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
                    }
                }
                on:click=move |event| {
                    let (by_touch, shown) = before.get_value();
                    let kept = field.keeps_click(by_touch, shown);
                    if kept {
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
