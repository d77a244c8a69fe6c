//! What a person has written so far, kept in the browser until it has been handed in.

use domain::draft::{Draft, Step};
use gloo_storage::{LocalStorage, Storage};
use leptos::tachys::dom::document;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, js_sys::Date};

const PLACE: &str = "fyrfalt-draft";
/// Goes up when [`KeptDraft`] changes; what an older program kept is then dropped.
const VERSION: u32 = 1;

/// A draft as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptDraft {
    version: u32,
    /// What makes sending it twice make one entry.
    pub key: String,
    /// The step that was shown last.
    pub step: Step,
    /// When, in milliseconds since 1970.
    pub saved: f64,
    pub draft: Draft,
}

impl KeptDraft {
    /// The draft as it stands now.
    pub fn now(draft: Draft, step: Step, key: String) -> Self {
        Self { version: VERSION, key, step, saved: Date::now(), draft }
    }

    /// The draft that was kept, if there is one that can be read.
    pub fn read() -> Option<Self> {
        store()?;
        LocalStorage::get::<Self>(PLACE).ok().filter(|kept| kept.version == VERSION)
    }

    /// Keeps the draft; false where the browser keeps nothing, as in a private window, or has no room.
    pub fn keep(&self) -> bool {
        store().is_some() && LocalStorage::set(PLACE, self).is_ok()
    }

    /// Lets the kept draft go.
    pub fn forget() {
        if store().is_some() {
            LocalStorage::delete(PLACE);
        }
    }
}

/// The browser's memory; none where it is closed to us, which gloo would take for the end of the program.
fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What the form with this id holds: also what was written in it before the page became interactive.
pub fn written_in(form: &str) -> Option<Draft> {
    let form: HtmlFormElement = document().get_element_by_id(form)?.dyn_into().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    let pairs: Vec<(String, String)> = data
        .entries()
        .into_iter()
        .filter_map(|pair| {
            let pair = web_sys::js_sys::Array::from(&pair.ok()?);
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect();
    Some(Draft::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))))
}
