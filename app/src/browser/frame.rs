//! The frames that a browser paints.

use leptos::{
    leptos_dom::helpers::{request_animation_frame, set_timeout},
    prelude::*,
};
use std::time::Duration;

/// Tells each time that a change of what `track` reads has been painted: the time for what can wait until then.
pub fn painted_after(track: impl Fn() + 'static) -> Trigger {
    let painted = Trigger::new();
    Effect::new(move |before: Option<()>| {
        track();
        if before.is_some() {
            request_animation_frame(move || {
                // A frame is painted when its callbacks are done; what is due at once comes right after it.
                set_timeout(move || painted.notify(), Duration::ZERO);
            });
        }
    });
    painted
}
