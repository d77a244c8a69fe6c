//! The document that the page stands in.

use domain::{language::Language, reference::Reference};
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

/// Whether the browser knows of no network.
pub fn has_no_network() -> bool {
    !leptos::tachys::dom::window().navigator().on_line()
}

/// Lets the server answer where the program cannot: a page that is not interactive yet stays as it is without scripts,
/// from an interactive one the browser goes to `address`.
pub fn do_without_program(address: &str) {
    let Some(html) = document().document_element() else { return };
    if html.has_attribute("data-hydrated") {
        let _ = leptos::tachys::dom::window().location().assign(address);
    } else {
        let _ = html.class_list().remove_1("js");
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

/// Lets a person read on from the element with this id: the focus goes there, and the page to where it begins, at once.
/// A page whose content changes meanwhile would not come to the end of a smooth way.
pub fn read_from(id: &str) {
    use wasm_bindgen::JsCast;
    let Some(element) = document().get_element_by_id(id) else { return };
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_behavior(web_sys::ScrollBehavior::Instant);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Moves the focus to an entry's dot on the compass, if it is drawn.
pub fn focus_dot(reference: Reference) {
    use wasm_bindgen::JsCast;
    let dot = document().query_selector(&format!(".dot[data-reference='{reference}']")).ok().flatten();
    if let Some(dot) = dot.and_then(|dot| dot.dyn_into::<web_sys::SvgElement>().ok()) {
        let _ = dot.focus();
    }
}

/// Moves the focus to a drawing if what had it is gone from the page. The page stays where it is.
pub fn focus_if_lost(drawing: &web_sys::SvgElement) {
    let lost = document().active_element().is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"));
    if lost {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = drawing.focus_with_options(&options);
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

/// The address of this site: `https://fyrfalt.example.se`.
pub fn origin() -> String {
    leptos::tachys::dom::window().location().origin().unwrap_or_default()
}

/// Opens the browser's own dialogue for printing the page.
pub fn print() {
    let _ = leptos::tachys::dom::window().print();
}

/// The address of the page as it is shown.
pub fn address() -> String {
    leptos::tachys::dom::window().location().href().unwrap_or_default()
}
