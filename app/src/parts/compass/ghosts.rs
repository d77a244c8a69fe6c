//! What has just left the drawing, fading where it was: nothing vanishes at a stroke.
//!
//! Where less motion is wanted the style sheet shows none of it.

use crate::parts::tags::facet_class;
use domain::facet::Facet;
use leptos::prelude::*;
use std::time::Duration;

/// How long the style sheet lets them fade.
const FADING: Duration = Duration::from_millis(260);

/// A mark as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Ghost {
    /// What it stood for: no two marks of a drawing share it.
    pub key: String,
    pub facet: Facet,
    pub place: String,
    pub outline: String,
}

/// Shows what is no longer among the marks, for a moment.
#[component]
pub fn Ghosts(#[prop(into)] marks: Signal<Vec<Ghost>>) -> impl IntoView {
    let ghosts = RwSignal::new(Vec::<Ghost>::new());
    let change = StoredValue::new(0_u32);
    Effect::new(move |before: Option<Vec<Ghost>>| {
        let now = marks.get();
        let mut gone = before.unwrap_or_default();
        gone.retain(|ghost| now.iter().all(|mark| mark.key != ghost.key));
        change.update_value(|change| *change = change.wrapping_add(1));
        if !gone.is_empty() {
            let this = change.get_value();
            ghosts.set(gone);
            set_timeout(
                move || {
                    // The page may have been left, or have changed again.
                    if change.try_get_value() == Some(this) {
                        ghosts.try_update(Vec::clear);
                    }
                },
                FADING,
            );
        }
        now
    });
    view! {
        <g class="ghosts" aria-hidden="true">
            {move || ghosts.get().into_iter().map(|ghost| view! {
                <g class=facet_class(ghost.facet) transform=ghost.place><path d=ghost.outline /></g>
            }).collect_view()}
        </g>
    }
}
