//! The wizard. The server renders it as one long form that works by itself; where scripts run it is five steps.

mod describe;
mod keeping;
mod kind;
mod place;
mod progress;
mod receivers;
mod review;
mod sending;
mod similar;
mod summary;
mod wizard;

use crate::{
    i18n::{locale, td_string},
    parts::{field::ProblemSummary, heading::Heading},
};
use describe::DescribeStep;
use domain::draft::Step;
use keeping::DraftLine;
use kind::KindStep;
pub use kind::kind_words;
use leptos::prelude::*;
use place::PlaceStep;
use progress::{Progress, step_name};
use receivers::ReceiversStep;
use review::ReviewStep;
use sending::{SendButton, SendingReport};
use wizard::{FORM, PATH, Wizard};

#[component]
pub fn Submit() -> impl IntoView {
    let l = locale();
    let wizard = Wizard::new();
    wizard.keep_draft();
    wizard.keep_address();
    wizard.focus_each_step();
    view! {
        <div class="page wizard-page">
            <div class="page-head">
                <Heading text=td_string!(l, submit.title) />
                <p class="lead" class:later=move || wizard.shown.get() != Step::Kind>{td_string!(l, submit.lead)}</p>
            </div>
            <Progress wizard=wizard />
            <form
                id=FORM
                class="wizard"
                class:resuming=wizard.resuming
                method="post"
                action=PATH
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    wizard.go_on();
                }
            >
                <ProblemSummary problems=wizard.problems_shown() />
                <div class="without-js"><SendingReport wizard=wizard /></div>
                <input type="hidden" name="key" value=wizard.key.get_untracked() prop:value=move || wizard.key.get() />
                <StepSection wizard=wizard step=Step::Kind><KindStep wizard=wizard /></StepSection>
                <StepSection wizard=wizard step=Step::Describe><DescribeStep wizard=wizard /></StepSection>
                <StepSection wizard=wizard step=Step::Where><ReceiversStep wizard=wizard /></StepSection>
                <StepSection wizard=wizard step=Step::Place><PlaceStep wizard=wizard /></StepSection>
                <StepSection wizard=wizard step=Step::Review><ReviewStep wizard=wizard /></StepSection>
            </form>
            <DraftLine wizard=wizard />
        </div>
    }
}

/// One step: a part of the long form, or all that is shown.
#[component]
fn StepSection(wizard: Wizard, step: Step, children: Children) -> impl IntoView {
    let l = locale();
    let back = step.previous().map(|previous| {
        view! {
            <button type="button" class="button plain" on:click=move |_| wizard.go_to(previous)>
                {td_string!(l, common.back)}
            </button>
        }
    });
    let buttons = match step.next() {
        Some(_) => view! {
            <div class="actions needs-js">
                <button type="button" class="button" on:click=move |_| wizard.go_on()>{td_string!(l, submit.next)}</button>
                {back}
            </div>
        }
        .into_any(),
        None => view! {
            <div class="needs-js"><SendingReport wizard=wizard /></div>
            <div class="actions">
                <SendButton wizard=wizard />
                <span class="needs-js">{back}</span>
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="step" class:current=move || wizard.shown.get() == step aria-labelledby=heading_id(step)>
            <h2 id=heading_id(step) tabindex="-1">{step_name(step)}</h2>
            {children()}
            {buttons}
        </section>
    }
}

fn heading_id(step: Step) -> String {
    format!("step-{step}")
}
