//! The document that the page stands in.

use domain::language::Language;
use leptos::tachys::dom::document;

/// The language that the server chose, from `<html lang>`.
pub fn document_language() -> Language {
    document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"))
        .and_then(|lang| lang.parse().ok())
        .unwrap_or_default()
}

/// Marks the document as interactive, for tests and styles.
pub fn mark_hydrated() {
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("data-hydrated", "");
    }
}

/// Moves the focus to the element with this id, if there is one, and scrolls to it.
pub fn focus(id: &str) {
    use wasm_bindgen::JsCast;
    if let Some(element) =
        document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Closes a popover, where it is open.
pub fn close_popover(id: &str) {
    use wasm_bindgen::JsCast;
    if let Some(element) =
        document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.hide_popover();
    }
}

/// Where the page was loaded from: `https://portfolio.kommun.se`.
pub fn origin() -> String {
    leptos::prelude::window().location().origin().unwrap_or_default()
}

/// Puts a text on the clipboard, and selects the field that shows it for browsers that refuse.
pub fn copy(text: &str, field: &str) {
    use wasm_bindgen::JsCast;
    if let Some(input) =
        document().get_element_by_id(field).and_then(|found| found.dyn_into::<web_sys::HtmlInputElement>().ok())
    {
        input.select();
    }
    let window = leptos::prelude::window();
    // Only a secure context has a clipboard.
    if window.is_secure_context() {
        let _ = window.navigator().clipboard().write_text(text);
    }
}
