//! Questions whose answers are all shown, to choose one or any number of.

use super::{FaultLine, described_by, fault_of, field_id, hint_id};
use domain::fault::{Field, Problem};
use leptos::prelude::*;

/// A question with one answer among few.
#[component]
pub fn RadioGroup(
    field: Field,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    /// Each answer's value, name and explanation (which may be empty).
    options: Vec<(String, String, String)>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
) -> impl IntoView {
    let answers = options.into_iter().enumerate().map(|(index, (answer, name, more))| {
        let (chosen, sent) = (answer.clone(), answer.clone());
        let is_chosen = move || value.with(|value| *value == chosen);
        let text = view! {
            <span class="option-name">{name}</span>
            {(!more.is_empty()).then(|| view! { <span class="option-more">{more}</span> })}
        };
        let place = Place { field, index, kind: "radio" };
        place.answer(answer, text.into_any(), is_chosen, move || on_input.run(sent.clone()))
    });
    question(field, "field options", legend, hint, problems, answers.collect())
}

/// A question with any number of answers.
#[component]
pub fn CheckGroup(
    field: Field,
    #[prop(into)] legend: String,
    #[prop(optional, into)] hint: Option<String>,
    /// Each answer's value and what it is called.
    options: Vec<(String, AnyView)>,
    #[prop(into)] chosen: Signal<Vec<String>>,
    #[prop(into)] on_change: Callback<Vec<String>>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
) -> impl IntoView {
    let answers = options.into_iter().enumerate().map(|(index, (answer, text))| {
        let (wanted, sent) = (answer.clone(), answer.clone());
        let is_chosen = move || chosen.with(|chosen| chosen.contains(&wanted));
        let toggle = move || {
            let mut now = chosen.get_untracked();
            match now.iter().position(|answer| *answer == sent) {
                Some(position) => {
                    now.remove(position);
                }
                None => now.push(sent.clone()),
            }
            on_change.run(now);
        };
        Place { field, index, kind: "checkbox" }.answer(answer, text, is_chosen, toggle)
    });
    question(field, "field options many", legend, hint, problems, answers.collect())
}

/// Where an answer stands: in which question, as which of its answers, and with which kind of input.
struct Place {
    field: Field,
    index: usize,
    kind: &'static str,
}

impl Place {
    fn answer(
        self,
        value: String,
        text: AnyView,
        is_chosen: impl Fn() -> bool + Send + Sync + 'static,
        mut on_change: impl FnMut() + 'static,
    ) -> AnyView {
        // The first answer carries the field's id: where the list of problems leads to.
        let id = field_id(self.field);
        let id = if self.index == 0 { id } else { format!("{id}-{}", self.index) };
        view! {
            <label class="option">
                <input
                    type=self.kind
                    id=id
                    name=self.field.name()
                    value=value
                    checked=untrack(&is_chosen)
                    prop:checked=is_chosen
                    on:change=move |_| on_change()
                />
                <span class="option-text">{text}</span>
            </label>
        }
        .into_any()
    }
}

/// The frame around the answers: the question, its hint and what is wrong.
fn question(
    field: Field,
    class: &'static str,
    legend: String,
    hint: Option<String>,
    problems: Signal<Vec<Problem>>,
    answers: Vec<AnyView>,
) -> impl IntoView {
    view! {
        <fieldset
            class=class
            class:faulty=move || problems.with(|problems| fault_of(problems, field).is_some())
            aria-describedby=described_by(field)
        >
            <legend>{legend}</legend>
            {hint.map(|hint| view! { <p class="hint" id=hint_id(field)>{hint}</p> })}
            <FaultLine field=field problems=problems />
            {answers}
        </fieldset>
    }
}
