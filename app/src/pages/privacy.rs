use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn Privacy() -> impl IntoView {
    view! { <Heading text="Privacy" /> }
}
