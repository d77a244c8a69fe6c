//! A step of an entry's journey in a dialog over the page. Without scripts its link leads to the same form on a page.

use super::act::ActForm;
use crate::{
    api::{ApiError, manage::fetch_acting},
    i18n::{language, locale, td_string},
    words,
};
use domain::{
    action::{Acting, ActionKind, RawAction},
    fault::Field,
    reference::Reference,
    stage::Stage,
};
use leptos::{ev, html::Dialog, prelude::*};

/// What somebody is about to do with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub reference: Reference,
    pub kind: ActionKind,
    /// The stage to go back to, where that is known already.
    pub to: Option<Stage>,
}

/// A link to the form of a step, which opens over the page.
#[component]
pub fn StepLink(
    step: Step,
    class: &'static str,
    asking: RwSignal<Option<Step>>,
    #[prop(into)] words: String,
    /// What it is called for those who do not see what it stands beside.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let ask = move |event: ev::MouseEvent| {
        // Into another tab goes the page.
        if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            asking.set(Some(step));
        }
    };
    view! {
        <a href=format!("/portfolio/{}/{}", step.reference, step.kind) class=class aria-label=label rel="external" on:click=ask>
            {words}
        </a>
    }
}

/// The id of the dialog's heading.
const TITLE: &str = "step-title";

/// The dialog that asks for what a step needs, while something is being asked.
#[component]
pub fn StepDialog(
    asking: RwSignal<Option<Step>>,
    /// Where to go afterwards; the entry's page where it is empty.
    #[prop(into)]
    next: Signal<String>,
) -> impl IntoView {
    let l = locale();
    let dialog = NodeRef::<Dialog>::new();
    let acting = LocalResource::new(move || {
        let step = asking.get();
        async move {
            match step {
                Some(step) => Some((step, fetch_acting(step.reference).await)),
                None => None,
            }
        }
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if asking.with(Option::is_some) {
            // It is open already where the same is asked twice.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let body = move || {
        // The answer to what was asked before is not shown.
        let answer = acting.get().flatten().filter(|(step, _)| asking.get() == Some(*step));
        match answer {
            None => view! { <p role="status">{td_string!(l, action.loading)}</p> }.into_any(),
            Some((step, Ok(acting))) => {
                view! { <Asked step=step acting=acting next=next.get_untracked() /> }.into_any()
            }
            Some((_, Err(error))) => view! { <p class="notice problem" role="alert">{refusal(&error)}</p> }.into_any(),
        }
    };
    view! {
        <dialog node_ref=dialog class="step-dialog" aria-labelledby=TITLE on:close=move |_| asking.set(None)>
            {move || asking.with(Option::is_some).then(|| view! {
                <div class="step-body">{body}</div>
                <form method="dialog">
                    <button class="button plain">{td_string!(l, action.cancel)}</button>
                </form>
            })}
        </dialog>
    }
}

#[component]
fn Asked(step: Step, acting: Acting, next: String) -> impl IntoView {
    let l = locale();
    let title = acting.entry.title.get(language()).to_string();
    let journey = &acting.entry.journey;
    let body = if step.kind.is_open_to(journey) {
        let mut raw = RawAction::of(step.kind, journey, acting.today);
        if let Some(to) = step.to {
            raw.set(Field::Standing, to.to_string());
        }
        view! {
            <p class="hint">{words::action_lead(step.kind)}</p>
            <ActForm acting=acting kind=step.kind raw=raw next=next problems=Vec::new() />
        }
        .into_any()
    } else {
        let told = td_string!(l, action.closed, stage = words::standing(acting.entry.standing())).to_string();
        view! { <p class="notice warning" role="alert">{told}</p> }.into_any()
    };
    view! {
        <p id=TITLE class="step-title">{title}</p>
        {body}
    }
}

fn refusal(error: &ApiError) -> &'static str {
    let l = locale();
    match error {
        ApiError::Denied(_) => td_string!(l, action.signed_out),
        ApiError::NotFound => td_string!(l, action.gone),
        _ => td_string!(l, common.failed_text),
    }
}
