//! The buttons above the drawing: looking closer and back, and selecting several. They need scripts; without them the
//! same is done by links and by the table's form.

use super::{selecting::Selecting, zooming::Zooming};
use crate::i18n::{locale, td_string};
use leptos::prelude::*;

/// The id of the button that turns selecting on and off.
pub const SELECT: &str = "select-several";
/// The id of the text that tells how to select.
const HELP: &str = "select-help";

#[component]
pub fn Tools(zooming: Zooming, selecting: Selecting) -> impl IntoView {
    let l = locale();
    view! {
        <div class="compass-tools needs-js">
            <div class="tool-buttons" role="group" aria-label=td_string!(l, compass.tools)>
                <button
                    type="button"
                    class="button small plain tool"
                    aria-label=td_string!(l, compass.zoom_out)
                    aria-disabled=move || zooming.is_whole().then_some("true")
                    on:click=move |_| zooming.farther()
                >
                    <Sign plus=false />
                </button>
                <button
                    type="button"
                    class="button small plain tool"
                    aria-label=td_string!(l, compass.zoom_in)
                    aria-disabled=move || (!zooming.can_go_closer()).then_some("true")
                    on:click=move |_| zooming.closer(None)
                >
                    <Sign plus=true />
                </button>
                <button
                    type="button"
                    class="button small plain"
                    aria-disabled=move || zooming.is_whole().then_some("true")
                    on:click=move |_| zooming.whole()
                >
                    {td_string!(l, compass.whole)}
                </button>
                <button
                    type="button"
                    class="button small plain"
                    id=SELECT
                    aria-pressed=move || selecting.is_on().to_string()
                    aria-describedby=move || selecting.is_on().then_some(HELP)
                    on:click=move |_| selecting.turn(!untrack(|| selecting.is_on()))
                >
                    {td_string!(l, compass.select_several)}
                </button>
            </div>
            {move || selecting.is_on().then(|| view! { <p id=HELP class="hint">{td_string!(l, compass.select_help)}</p> })}
        </div>
    }
}

/// Plus or minus, drawn: the letters differ too much between fonts.
#[component]
fn Sign(plus: bool) -> impl IntoView {
    let d = if plus { "M8 2.5V13.5M2.5 8H13.5" } else { "M2.5 8H13.5" };
    view! { <svg viewBox="0 0 16 16" class="sign" aria-hidden="true"><path d=d /></svg> }
}
