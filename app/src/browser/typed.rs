//! What people fill in while the page is still becoming interactive. Making it interactive writes to every field what
//! the server knew of it; without this, that would take back what had been typed meanwhile.

use leptos::{
    ev::input,
    prelude::{WindowListenerHandle, event_target, window_event_listener},
    tachys::dom::document,
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement};

/// Every field that has been filled in, and how.
type Fields = Rc<RefCell<Vec<(Element, Filled)>>>;

/// Keeps what has been filled in, and goes on with it until it is given back.
pub struct Typed {
    fields: Fields,
    listener: WindowListenerHandle,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Filled {
    /// A text, or the value of the chosen option.
    Value(String),
    Checked(bool),
}

impl Typed {
    /// Remembers what differs from the page as the server sent it, and what is filled in from now on.
    pub fn keep() -> Self {
        let filled = all().into_iter().filter(|field| !is_as_sent(field)).filter_map(with_filled).collect();
        let fields = Fields::new(RefCell::new(filled));
        let listener = window_event_listener(input, {
            let fields = fields.clone();
            move |event| {
                if let Some(field) = with_filled(event_target(&event)) {
                    let mut fields = fields.borrow_mut();
                    fields.retain(|(known, _)| *known != field.0);
                    fields.push(field);
                }
            }
        });
        Self { fields, listener }
    }

    /// Fills in again what has been taken back, as if it were typed now.
    pub fn give_back(self) {
        self.listener.remove();
        for (field, filled) in self.fields.take() {
            if Filled::of(&field).is_some_and(|now| now != filled) {
                filled.write(&field);
                for name in ["input", "change"] {
                    let options = EventInit::new();
                    options.set_bubbles(true);
                    if let Ok(event) = Event::new_with_event_init_dict(name, &options) {
                        let _ = field.dispatch_event(&event);
                    }
                }
            }
        }
    }
}

impl Filled {
    /// None for what nobody fills in.
    fn of(field: &Element) -> Option<Self> {
        if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
            return match field.type_().as_str() {
                "hidden" | "file" | "submit" | "button" => None,
                "checkbox" | "radio" => Some(Self::Checked(field.checked())),
                _ if field.read_only() => None,
                _ => Some(Self::Value(field.value())),
            };
        }
        let text = field.dyn_ref().map(HtmlTextAreaElement::value);
        text.or_else(|| field.dyn_ref().map(HtmlSelectElement::value)).map(Self::Value)
    }

    fn write(&self, field: &Element) {
        match self {
            Self::Checked(checked) => {
                if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
                    field.set_checked(*checked);
                }
            }
            Self::Value(value) => {
                if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
                    field.set_value(value);
                } else if let Some(field) = field.dyn_ref::<HtmlTextAreaElement>() {
                    field.set_value(value);
                } else if let Some(field) = field.dyn_ref::<HtmlSelectElement>() {
                    field.set_value(value);
                }
            }
        }
    }
}

fn with_filled(field: Element) -> Option<(Element, Filled)> {
    // The button that another one of its group has taken over from says nothing of itself.
    if field.dyn_ref::<HtmlInputElement>().is_some_and(|field| field.type_() == "radio" && !field.checked()) {
        return None;
    }
    let filled = Filled::of(&field)?;
    Some((field, filled))
}

/// Whether a field still says what the server sent.
fn is_as_sent(field: &Element) -> bool {
    if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
        return field.checked() == field.default_checked() && field.value() == field.default_value();
    }
    if let Some(field) = field.dyn_ref::<HtmlTextAreaElement>() {
        return field.default_value().is_ok_and(|sent| field.value() == sent);
    }
    field.dyn_ref::<HtmlSelectElement>().is_none_or(|field| {
        let options = field.options();
        let sent = (0..options.length()).find(|&at| {
            let option = options.item(at).and_then(|option| option.dyn_into::<HtmlOptionElement>().ok());
            option.is_some_and(|option| option.default_selected())
        });
        field.selected_index() == sent.unwrap_or_default().cast_signed()
    })
}

/// Every field of the page.
fn all() -> Vec<Element> {
    let Ok(found) = document().query_selector_all("input, textarea, select") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}
