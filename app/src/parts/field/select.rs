//! A question with one answer among many.

use super::{FieldFrame, described_by, fault_of, field_id};
use domain::fault::{Field, Problem};
use leptos::prelude::*;

/// A question with one answer, folded up until it is opened.
#[component]
pub fn Select(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] required: Signal<bool>,
    /// Each answer's value and name.
    options: Vec<(String, String)>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
) -> impl IntoView {
    // Each answer says whether it is chosen: the whole cannot before its answers are there.
    let answers: Vec<_> = options
        .into_iter()
        .map(|(answer, name)| {
            let wanted = answer.clone();
            let is_chosen = move || value.with(|value| *value == wanted);
            view! { <option value=answer selected=untrack(&is_chosen) prop:selected=is_chosen>{name}</option> }
        })
        .collect();
    view! {
        <FieldFrame field=field label=label hint=hint.unwrap_or_default() required=required problems=problems>
            <select
                id=field_id(field)
                name=field.name()
                aria-describedby=described_by(field)
                aria-invalid=move || problems.with(|problems| fault_of(problems, field).is_some()).then_some("true")
                on:change=move |event| on_input.run(event_target_value(&event))
            >
                {answers}
            </select>
        </FieldFrame>
    }
}
