//! What has come in, for managers: the list of it, the registrar's list, and one submission to read, edit and decide
//! on.

mod answers;
mod by_stage;
mod custody;
mod differences;
mod edit;
mod outbox;
mod queue;
mod register;
mod review;
mod talk;
mod weeding;

use by_stage::Stages;
pub(in crate::pages) use differences::{Overtaken, differences};
pub(in crate::pages) use edit::RevisionFields;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use outbox::Outbox;
use queue::Manage;
use register::Register;
use review::Review;
use weeding::Weeding;

use crate::pages::entry::WaitingComments;

/// The list of what has come in; beneath it the other lists by their names, and each submission by its reference.
#[component]
pub fn ManageWork() -> impl IntoView {
    let params = use_params_map();
    let below = Memo::new(move |_| params.with(|params| params.get("reference")));
    move || match below.get().as_deref() {
        None => view! { <Manage /> }.into_any(),
        Some("stages") => view! { <Stages /> }.into_any(),
        Some("register") => view! { <Register /> }.into_any(),
        Some("comments") => view! { <WaitingComments /> }.into_any(),
        Some("outbox") => view! { <Outbox /> }.into_any(),
        Some("weeding") => view! { <Weeding /> }.into_any(),
        Some(_) => view! { <Review /> }.into_any(),
    }
}
