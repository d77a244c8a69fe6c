use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Accessibility() -> impl IntoView {
    view! { <Heading text="Accessibility" /> }
}
