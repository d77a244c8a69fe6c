use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Submit() -> impl IntoView {
    view! { <Heading text="Submit" /> }
}
