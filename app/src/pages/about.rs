use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn About() -> impl IntoView {
    view! { <Heading text="About" /> }
}
