use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Compass() -> impl IntoView {
    view! { <Heading text="Compass" /> }
}

#[component]
pub fn PlaceEntry() -> impl IntoView {
    view! { <Heading text="PlaceEntry" /> }
}
