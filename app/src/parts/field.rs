//! The fields of a form: a label, a hint, the field and what is wrong with it, tied together for every reader.

mod choices;
mod select;

pub use choices::{CheckGroup, RadioGroup};
pub use select::Select;

use crate::{
    browser,
    i18n::{locale, td_string},
    words,
};
use domain::fault::{Field, Problem};
use leptos::prelude::*;

/// A field of a form whose raw answers are in a signal: what it says, and how to write in it.
macro_rules! field {
    ($raw:ident.$field:ident) => {
        (
            Signal::derive(move || $raw.with(|raw| raw.$field.clone())),
            Callback::new(move |value| $raw.update(|raw| raw.$field = value)),
        )
    };
}
pub(crate) use field;

/// What is wrong with one field, in words.
fn fault_of(problems: &[Problem], field: Field) -> Option<String> {
    problems.iter().find(|problem| problem.field == field).map(|problem| words::fault(problem.fault, field))
}

/// Tells the fields of a form apart from those of another on the same page that ask for the same: every part of a field
/// gets an id with this name in it.
#[derive(Clone, Copy, Debug)]
pub struct FieldScope(pub &'static str);

/// The id of a field's input.
pub fn field_id(field: Field) -> String {
    part_id("field", field)
}

/// The id of a part of a field.
fn part_id(part: &str, field: Field) -> String {
    match use_context() {
        Some(FieldScope(form)) => format!("{part}-{form}-{field}"),
        None => format!("{part}-{field}"),
    }
}

/// Everything that is wrong, as links to the fields. It takes the focus when it appears in the browser.
#[component]
pub fn ProblemSummary(#[prop(into)] problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    Effect::new(move |before: Option<usize>| {
        let count = problems.with(Vec::len);
        if before.is_some_and(|before| before == 0) && count > 0 {
            browser::focus("problems");
        }
        count
    });
    move || {
        let problems = problems.get();
        (!problems.is_empty()).then(|| {
            let count = u32::try_from(problems.len()).unwrap_or(u32::MAX);
            let lines: Vec<_> = problems
                .into_iter()
                .map(|Problem { field, fault }| {
                    let line = format!("{}: {}", words::field(field), words::fault(fault, field));
                    view! { <li><a href=format!("#{}", field_id(field)) rel="external">{line}</a></li> }
                })
                .collect();
            view! {
                <div id="problems" class="notice problem" tabindex="-1" role="alert">
                    <h2>{td_string!(l, common.problems_title, count = count).to_string()}</h2>
                    <ul>{lines}</ul>
                </div>
            }
        })
    }
}

/// The frame of a field with one input: its label, hint and fault. The input itself is a child that carries
/// `aria-describedby` from [`described_by`].
#[component]
pub fn FieldFrame(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] required: Signal<bool>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
    children: Children,
) -> impl IntoView {
    let l = locale();
    let hint = hint.filter(|hint| !hint.is_empty());
    let need = move || if required.get() { td_string!(l, common.required) } else { td_string!(l, common.optional) };
    view! {
        <div class="field" class:faulty=move || problems.with(|problems| fault_of(problems, field).is_some())>
            <label for=field_id(field)>{label}<span class="need">{need}</span></label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id(field)>{hint}</p> })}
            <FaultLine field=field problems=problems />
            {children()}
        </div>
    }
}

/// What is wrong with a field, beside it.
#[component]
pub fn FaultLine(field: Field, #[prop(into)] problems: Signal<Vec<Problem>>) -> impl IntoView {
    view! {
        <p class="fault" id=part_id("fault", field)>
            {move || problems.with(|problems| fault_of(problems, field))}
        </p>
    }
}

/// What describes a field's input to a screen reader.
pub fn described_by(field: Field) -> String {
    format!("{} {}", hint_id(field), part_id("fault", field))
}

/// The id of what helps to fill in a field.
pub fn hint_id(field: Field) -> String {
    part_id("hint", field)
}

/// One line of text.
#[component]
pub fn TextInput(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] required: Signal<bool>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    max: usize,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
) -> impl IntoView {
    view! {
        <FieldFrame field=field label=label hint=hint.unwrap_or_default() required=required problems=problems>
            <input
                id=field_id(field)
                name=field.name()
                type=kind
                autocomplete=autocomplete
                aria-describedby=described_by(field)
                aria-required=move || required.get().then_some("true")
                aria-invalid=move || problems.with(|problems| fault_of(problems, field).is_some()).then_some("true")
                // A little more than may be sent: a fault is shown, and nothing is cut while pasting.
                maxlength=(max * 2).to_string()
                value=value.get_untracked()
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        </FieldFrame>
    }
}

/// Text in paragraphs.
///
/// The server writes the text as the element's escaped inner HTML: Leptos 0.8 does not escape the children of a
/// `<textarea>`, so a text with `</textarea>` in it would end the field and run as markup.
#[component]
pub fn TextArea(
    field: Field,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] required: Signal<bool>,
    #[prop(default = 5)] rows: u32,
    max: usize,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(into)] problems: Signal<Vec<Problem>>,
) -> impl IntoView {
    view! {
        <FieldFrame field=field label=label hint=hint.unwrap_or_default() required=required problems=problems>
            <textarea
                id=field_id(field)
                name=field.name()
                rows=rows
                aria-describedby=described_by(field)
                aria-required=move || required.get().then_some("true")
                aria-invalid=move || problems.with(|problems| fault_of(problems, field).is_some()).then_some("true")
                maxlength=(max * 2).to_string()
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                inner_html=escaped(&value.get_untracked())
            />
        </FieldFrame>
    }
}

/// Text as the content of a `<textarea>`: nothing in it is markup, and a first line end is not swallowed.
fn escaped(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("\n{escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_its_field() {
        assert_eq!(escaped("</textarea><script>&"), "\n&lt;/textarea&gt;&lt;script&gt;&amp;");
    }
}
