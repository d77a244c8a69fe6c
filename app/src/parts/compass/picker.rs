//! A compass with one dot: to look at, or to move in a form.

use super::{
    diagram::{Fields, Names},
    geometry::{BARE_VIEW, VIEW, shape, translate, view_box},
    mover::{arrow, step},
};
use crate::{
    browser::Pointer,
    i18n::{locale, td_string},
    parts::tags::facet_class,
    words,
};
use domain::placement::Placement;
use leptos::{ev, prelude::*, svg};

/// The place of one entry, to look at.
#[component]
pub fn MiniCompass(placement: Placement) -> impl IntoView {
    let facet = placement.main_facet();
    view! {
        <svg class="compass mini" viewBox=view_box(BARE_VIEW) role="img" aria-label=words::place(placement)>
            <Fields />
            <g class=format!("dot {}", facet_class(facet)) transform=translate(placement)>
                <path class="body" d=shape(facet, 8.0) />
            </g>
        </svg>
    }
}

/// How near the dot, in the diamond's measure, a finger takes hold of it.
const GRIP: f64 = 0.25;
/// How far, in pixels, a finger may slip while it taps.
const TAP: f64 = 10.0;

fn is_near(pointer: &Pointer, placement: Placement) -> bool {
    let (x, y) = pointer.in_diamond();
    (x - placement.x()).hypot(y - placement.y()) < GRIP
}

/// One dot to be moved by mouse, finger or keys.
#[component]
pub fn PlacePicker(
    #[prop(into)] placement: Signal<Placement>,
    /// Takes each new place.
    #[prop(into)]
    on_move: Callback<Placement>,
    /// The id of the text that tells what the dot is.
    labelled_by: &'static str,
) -> impl IntoView {
    let drawing = NodeRef::<svg::Svg>::new();
    let pressed = StoredValue::new(None::<i32>);
    let tapped = StoredValue::new(None::<Pointer>);
    // Where it lay when a drag or a row of key presses began: what Escape returns to.
    let before = StoredValue::new(None::<Placement>);
    let facet = Memo::new(move |_| placement.get().main_facet());
    let to_pointer = move |event: &ev::PointerEvent| {
        if let Some(pointer) = Pointer::of(event, drawing) {
            let (x, y) = pointer.in_diamond();
            on_move.run(Placement::nearest(x, y));
        }
    };
    let remember = move || {
        if before.get_value().is_none() {
            before.set_value(Some(placement.get_untracked()));
        }
    };
    view! {
        <svg
            class="compass picker movable"
            node_ref=drawing
            viewBox=view_box(VIEW)
            role="group"
            aria-labelledby=labelled_by
            on:pointerdown=move |event| {
                let Some(pointer) = Pointer::of(&event, drawing).filter(|pointer| pointer.is_primary) else { return };
                // A finger far from the dot may be on its way past: it moves the dot only by a tap.
                if event.pointer_type() == "touch" && !is_near(&pointer, placement.get_untracked()) {
                    tapped.set_value(Some(pointer));
                    return;
                }
                remember();
                pointer.capture(drawing);
                pressed.set_value(Some(pointer.id));
                to_pointer(&event);
            }
            on:pointermove=move |event| {
                if pressed.get_value() == Some(event.pointer_id()) {
                    to_pointer(&event);
                }
            }
            on:pointerup=move |event| {
                let start = tapped.get_value().zip(Pointer::of(&event, drawing));
                if start.is_some_and(|(start, end)| end.distance(&start) < TAP) {
                    to_pointer(&event);
                }
                tapped.set_value(None);
                pressed.set_value(None);
                before.set_value(None);
            }
            on:pointercancel=move |_| {
                tapped.set_value(None);
                pressed.set_value(None);
                if let Some(place) = before.get_value() {
                    on_move.run(place);
                }
                before.set_value(None);
            }
        >
            <Fields />
            <Names />
            <g
                class=move || format!("dot held {}", facet_class(facet.get()))
                transform=move || translate(placement.get())
                tabindex="0"
                role="slider"
                aria-roledescription=td_string!(locale(), compass.dot)
                aria-labelledby=labelled_by
                aria-valuemin="-1"
                aria-valuemax="1"
                aria-valuenow=move || placement.get().x().to_string()
                aria-valuetext=move || words::place(placement.get())
                on:keydown=move |event| {
                    if let Some((x, y)) = arrow(&event.key()) {
                        event.prevent_default();
                        remember();
                        let step = step(event.shift_key());
                        on_move.run(placement.get_untracked().moved(x * step, y * step));
                    } else if event.key() == "Escape" {
                        if let Some(place) = before.get_value() {
                            on_move.run(place);
                        }
                        before.set_value(None);
                    } else if event.key() == "Enter" {
                        event.prevent_default();
                        before.set_value(None);
                    }
                }
                on:blur=move |_| before.set_value(None)
            >
                <circle class="reach" r="9" />
                <path class="body" d=move || shape(facet.get(), 6.0) />
            </g>
        </svg>
    }
}

/// The diagram by itself, for explaining it.
#[component]
pub fn EmptyCompass() -> impl IntoView {
    view! {
        <svg class="compass" viewBox=view_box(VIEW) role="img" aria-label=td_string!(locale(), about.caption)>
            <Fields />
            <Names />
        </svg>
    }
}
