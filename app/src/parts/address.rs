//! What the address of a page says.

use domain::reference::Reference;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The reference in the address of the page; none where what stands there is not one.
pub fn reference_in_address() -> impl Fn() -> Option<Reference> + Copy + Send + Sync + 'static {
    let params = use_params_map();
    move || params.with(|params| params.get("reference")).and_then(|text| text.parse().ok())
}
