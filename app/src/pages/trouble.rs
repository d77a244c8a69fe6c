use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Heading text="404" /> }
}
