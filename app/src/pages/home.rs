use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Home() -> impl IntoView {
    view! { <Heading text="Home" /> }
}
