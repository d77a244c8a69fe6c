use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Receipt() -> impl IntoView {
    view! { <Heading text="Receipt" /> }
}
