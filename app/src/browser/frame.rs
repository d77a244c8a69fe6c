//! When a browser paints, and when it has nothing left to do.

use leptos::{
    leptos_dom::helpers::{request_animation_frame, set_timeout},
    prelude::*,
};
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;

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

/// Waits until all that could be done at once has been done: tasks run before the next timer.
pub async fn settled() {
    let timer = Promise::new(&mut |resolve, _| {
        let _ = leptos::tachys::dom::window().set_timeout_with_callback(&resolve);
    });
    let _ = JsFuture::from(timer).await;
}
