use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Entry() -> impl IntoView {
    view! { <Heading text="Entry" /> }
}
