use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Explore() -> impl IntoView {
    view! { <Heading text="Explore" /> }
}
