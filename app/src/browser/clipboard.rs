//! The clipboard.

use leptos::tachys::dom::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlInputElement, js_sys::Reflect};

/// Copies the text of the input with this id. Where the clipboard is closed to us, as it is without https, the text is
/// left selected for the person to copy, and the answer is false.
pub async fn copy(id: &str) -> bool {
    let Some(input) = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
    else {
        return false;
    };
    input.select();
    let navigator = window().navigator();
    let open = Reflect::has(&navigator, &JsValue::from_str("clipboard")).unwrap_or(false);
    open && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(&input.value())).await.is_ok()
}
