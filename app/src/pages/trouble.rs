//! The page for addresses that lead nowhere.

use crate::parts::trouble::NotFoundPage;
use leptos::prelude::*;

#[component]
pub fn NotFound() -> impl IntoView {
    view! { <NotFoundPage /> }
}
