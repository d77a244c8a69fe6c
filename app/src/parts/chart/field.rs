//! A compass to look at, whose dots move when the day does, and one whose dots can be moved without anything being
//! saved.

use crate::{
    browser::Pointer,
    i18n::{locale, td_string},
    insights::{Bubble, Dot, Dots},
    parts::{
        compass::{
            Fields, Names, arrow,
            geometry::{VIEW, drawn, radius, reach, shape, translate, view_box},
            step,
        },
        tags::facet_class,
    },
    words,
};
use domain::{placement::Placement, reference::Reference};
use leptos::{ev, prelude::*, svg};

/// The radius of a bubble: its area stands for its number.
pub fn bubble_radius(count: u32, field: &Dots) -> f64 {
    let most = field.bubbles.iter().map(|bubble| bubble.count).max().unwrap_or(1).max(1);
    (9.0 * (f64::from(count) / f64::from(most)).sqrt()).max(2.2)
}

fn bubbles(field: &Dots) -> impl IntoView + use<> {
    let circle = |bubble: &Bubble| {
        let radius = bubble_radius(bubble.count, field);
        let count = bubble.count.to_string();
        view! {
            <g class="bubble" transform=translate(bubble.placement)>
                <circle r=format!("{radius:.1}") />
                <text y="1.6" text-anchor="middle">{count}</text>
            </g>
        }
    };
    field.bubbles.iter().map(circle).collect_view()
}

/// The compass on a day. Each dot keeps its place on the page, so that it moves and does not jump.
#[component]
pub fn ThenCompass(#[prop(into)] field: Signal<Dots>, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let keys = move || field.with(|field| field.dots.iter().map(|dot| dot.reference).collect::<Vec<_>>());
    let dot = move |reference: Reference| {
        let now = Memo::new(move |before: Option<&Option<Dot>>| {
            let found = field.with(|field| field.dots.iter().find(|dot| dot.reference == reference).cloned());
            found.or_else(|| before.cloned().flatten())
        });
        let class = move || {
            let (facet, innovation) = now.with(|dot| {
                dot.as_ref().map_or(("", false), |dot| (facet_class(dot.placement.main_facet()), dot.innovation))
            });
            if innovation { format!("dot still innovation {facet}") } else { format!("dot still {facet}") }
        };
        let at = move || now.with(|dot| dot.as_ref().map(|dot| translate(dot.placement)));
        let outline =
            move || now.with(|dot| dot.as_ref().map(|dot| shape(dot.placement.main_facet(), radius(dot.priority))));
        let ring = now.with_untracked(|dot| dot.as_ref().map_or(6.0, |dot| reach(dot.priority))).to_string();
        view! {
            <g class=class transform=at data-reference=reference.to_string()>
                <circle class="reach" r=ring />
                <path class="body" d=outline />
            </g>
        }
    };
    view! {
        <svg class="compass then" viewBox=view_box(VIEW) role="img" aria-label=move || label.get()>
            <Fields />
            <Names />
            <g class="dots">
                <For each=keys key=|reference| *reference let:reference>{dot(reference)}</For>
            </g>
            {move || field.with(bubbles)}
        </svg>
    }
}

/// A dot in the hand: which, from where, and where it is now.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hand {
    reference: Reference,
    at: Placement,
    /// By a pointer, at this distance from it.
    pointer: Option<(i32, f64, f64)>,
}

/// A compass whose dots can be moved; each move is told to `on_move`, and nothing else happens.
#[component]
pub fn TryCompass(
    #[prop(into)] field: Signal<Dots>,
    /// The entry that is pointed at.
    picked: RwSignal<Option<Reference>>,
    #[prop(into)] on_move: Callback<(Reference, Placement)>,
    /// The id of the text that tells how to move dots.
    help: &'static str,
) -> impl IntoView {
    let drawing = NodeRef::<svg::Svg>::new();
    let hand = RwSignal::new(None::<Hand>);
    let put_down = move || {
        if let Some(Hand { reference, at, .. }) = hand.get_untracked() {
            let lay = field.with_untracked(|field| place_of(field, reference));
            if lay.is_some_and(|lay| lay != at) {
                on_move.run((reference, at));
            }
            hand.set(None);
        }
    };
    let moved = move |event: ev::PointerEvent| {
        let Some(Hand { pointer: Some((id, dx, dy)), .. }) = hand.get_untracked() else { return };
        if let Some(pointer) = Pointer::of(&event, drawing).filter(|pointer| pointer.id == id) {
            let (x, y) = pointer.in_diamond();
            hand.update(|hand| {
                if let Some(hand) = hand {
                    hand.at = Placement::nearest(x + dx, y + dy);
                }
            });
        }
    };
    let keys = move || field.with(|field| field.dots.iter().map(|dot| dot.reference).collect::<Vec<_>>());
    let told = move || hand.get().map(|hand| words::place(hand.at));
    view! {
        <svg
            class="compass movable try"
            node_ref=drawing
            viewBox=view_box(VIEW)
            role="group"
            aria-label=td_string!(locale(), insights.what_if_drawing)
            on:pointermove=moved
            on:pointerup=move |_| {
                if hand.with_untracked(|hand| hand.is_some_and(|hand| hand.pointer.is_some())) {
                    put_down();
                }
            }
            on:pointercancel=move |_| hand.set(None)
        >
            <Fields />
            <Names />
            {move || field.with(trails)}
            <g class="dots">
                <For each=keys key=|reference| *reference let:reference>
                    {try_dot(reference, TryField { field, drawing, hand, picked, help }, put_down)}
                </For>
            </g>
            {move || field.with(bubbles)}
        </svg>
        <p class="report-line" role="status" aria-live="polite">{told}</p>
    }
}

fn place_of(field: &Dots, reference: Reference) -> Option<Placement> {
    field.dots.iter().find(|dot| dot.reference == reference).map(|dot| dot.placement)
}

/// From where dots have been moved.
fn trails(field: &Dots) -> impl IntoView + use<> {
    let trail = |dot: &Dot| {
        dot.from.map(|from| {
            let ((x, y), (from_x, from_y)) = (drawn(dot.placement), drawn(from));
            view! { <path class="trail" d=format!("M{from_x:.1} {from_y:.1}L{x:.1} {y:.1}") /> }
        })
    };
    field.dots.iter().map(trail).collect_view()
}

/// What the dots of one compass share.
#[derive(Clone, Copy)]
struct TryField {
    field: Signal<Dots>,
    drawing: NodeRef<svg::Svg>,
    hand: RwSignal<Option<Hand>>,
    picked: RwSignal<Option<Reference>>,
    help: &'static str,
}

impl TryField {
    fn lies(&self, reference: Reference) -> Placement {
        match self.hand.get() {
            Some(hand) if hand.reference == reference => hand.at,
            _ => self.field.with(|field| place_of(field, reference)).unwrap_or_default(),
        }
    }

    fn holds(&self, reference: Reference) -> bool {
        self.hand.with(|hand| hand.is_some_and(|hand| hand.reference == reference))
    }

    fn pressed(&self, event: &ev::PointerEvent, reference: Reference) {
        let Some(pointer) = Pointer::of(event, self.drawing).filter(|pointer| pointer.is_primary) else { return };
        let (at, (x, y)) = (untrack(|| self.lies(reference)), pointer.in_diamond());
        pointer.capture(self.drawing);
        self.picked.set(Some(reference));
        self.hand.set(Some(Hand { reference, at, pointer: Some((pointer.id, at.x() - x, at.y() - y)) }));
    }

    fn nudged(&self, reference: Reference, (x, y): (f64, f64), far: bool) {
        let step = step(far);
        let at = untrack(|| self.lies(reference)).moved(x * step, y * step);
        self.hand.set(Some(Hand { reference, at, pointer: None }));
    }
}

fn try_dot(
    reference: Reference,
    shared: TryField,
    put_down: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let TryField { field, hand, picked, help, .. } = shared;
    let found = field.with_untracked(|field| field.dots.iter().find(|dot| dot.reference == reference).cloned());
    let (title, priority) = found.map_or_else(Default::default, |dot| (dot.title, dot.priority));
    let standing = Memo::new(move |_| {
        field.with(|field| field.dots.iter().find(|dot| dot.reference == reference).map(|dot| dot.standing))
    });
    let lies = Memo::new(move |_| shared.lies(reference));
    let facet = Memo::new(move |_| lies.get().main_facet());
    let label = move || {
        let standing = standing.get().map(words::standing).unwrap_or_default();
        format!("{title}. {standing}, {}", words::place(lies.get()))
    };
    view! {
        <g
            class=move || format!("dot {}", facet_class(facet.get()))
            class:held=move || shared.holds(reference)
            class:picked=move || picked.get() == Some(reference)
            transform=move || translate(lies.get())
            data-reference=reference.to_string()
            tabindex="0"
            role="button"
            aria-label=label
            aria-describedby=help
            on:pointerdown=move |event| shared.pressed(&event, reference)
            on:focus=move |_| picked.set(Some(reference))
            on:blur=move |_| {
                if hand.with_untracked(|hand| hand.is_some_and(|hand| hand.pointer.is_none())) {
                    put_down();
                }
            }
            on:keydown=move |event| {
                if let Some(direction) = arrow(&event.key()) {
                    event.prevent_default();
                    shared.nudged(reference, direction, event.shift_key());
                } else if event.key() == "Escape" {
                    hand.set(None);
                } else if event.key() == "Enter" {
                    event.prevent_default();
                    put_down();
                }
            }
        >
            <circle class="reach" r=reach(priority).to_string() />
            <path class="body" d=move || shape(facet.get(), radius(priority)) />
        </g>
    }
}
