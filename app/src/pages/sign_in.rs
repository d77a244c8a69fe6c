use crate::parts::heading::Heading;
use leptos::prelude::*;

#[component]
pub fn SignIn() -> impl IntoView {
    view! { <Heading text="SignIn" /> }
}
