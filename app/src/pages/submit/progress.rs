//! How far the person has come.

use super::wizard::{Wizard, step_address};
use crate::i18n::{locale, td_string};
use domain::draft::Step;
use leptos::prelude::*;

/// What a step is called.
pub fn step_name(step: Step) -> &'static str {
    let l = locale();
    match step {
        Step::Kind => td_string!(l, submit.step.kind),
        Step::Describe => td_string!(l, submit.step.describe),
        Step::Where => td_string!(l, submit.step.receivers),
        Step::Place => td_string!(l, submit.step.place),
        Step::Review => td_string!(l, submit.step.review),
    }
}

/// The steps; those that the person may go to are links.
#[component]
pub fn Progress(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let count = Step::ALL.len();
    let line = move || {
        let shown = wizard.shown.get();
        let number = Step::ALL.iter().take_while(|step| **step <= shown).count();
        td_string!(l, submit.progress, number = number, count = count, name = step_name(shown)).to_string()
    };
    let item = move |step: Step| {
        let is_shown = move || wizard.shown.get() == step;
        let may_go = move || !is_shown() && step <= wizard.furthest.get().min(wizard.incomplete.get());
        view! {
            <li class:done=move || step < wizard.shown.get() aria-current=move || is_shown().then_some("step")>
                {move || if may_go() {
                    view! { <a href=step_address(step)>{step_name(step)}</a> }.into_any()
                } else {
                    view! { <span>{step_name(step)}</span> }.into_any()
                }}
            </li>
        }
    };
    view! {
        <nav class="progress needs-js" aria-label=td_string!(l, submit.progress_label)>
            <p class="progress-line">{line}</p>
            <ol>{Step::ALL.iter().copied().map(item).collect_view()}</ol>
        </nav>
    }
}
