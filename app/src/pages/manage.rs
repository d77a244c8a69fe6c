use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Manage() -> impl IntoView {
    view! { <Heading text="Manage" /> }
}

#[component]
pub fn Review() -> impl IntoView {
    view! { <Heading text="Review" /> }
}
