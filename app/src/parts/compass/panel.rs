//! The words beside the drawing: what became of a move, and how to go on.

use super::mover::{Mover, Outcome, Report};
use crate::{
    api::ApiError,
    i18n::{locale, td_string},
    words,
};
use domain::access::Denied;
use leptos::prelude::*;

/// What became of the latest move, with undo and the choice that a conflict asks for.
#[component]
pub fn ReportLine(mover: Mover) -> impl IntoView {
    view! {
        <div class="report" role="status" aria-live="polite">
            {move || match (mover.hand(), mover.report()) {
                // While a dot is moved, its place is read out step by step.
                (Some(hand), _) => Some(view! { <p class="report-line">{words::place(hand.at)}</p> }.into_any()),
                (None, Some(report)) => Some(told(mover, report).into_any()),
                (None, None) => None,
            }}
        </div>
    }
}

fn told(mover: Mover, Report { title, outcome, .. }: Report) -> impl IntoView {
    let l = locale();
    let line = match &outcome {
        Outcome::Saving => td_string!(l, compass.saving).to_string(),
        Outcome::Saved { at, .. } => td_string!(l, compass.saved, title = title, place = words::place(*at)).to_string(),
        Outcome::Undone => td_string!(l, compass.undone, title = title).to_string(),
        Outcome::Conflict { theirs, .. } => {
            let by = theirs.by.clone().unwrap_or_else(|| td_string!(l, compass.someone).to_string());
            td_string!(l, compass.conflict, title = title, by = by, place = words::place(theirs.placement)).to_string()
        }
        Outcome::Failed { error, .. } => match error {
            ApiError::Denied(Denied::SignInFirst) => td_string!(l, compass.signed_out).to_string(),
            ApiError::Denied(Denied::NotAllowed) => td_string!(l, compass.not_allowed).to_string(),
            ApiError::NotFound => td_string!(l, compass.gone, title = title).to_string(),
            _ => td_string!(l, compass.not_saved, title = title).to_string(),
        },
    };
    let button = move |words: &'static str, class: &'static str, act: fn(&Mover)| {
        view! { <button type="button" class=class on:click=move |_| act(&mover)>{words}</button> }
    };
    let choices = match outcome {
        Outcome::Saved { .. } => button(td_string!(l, common.undo), "button small plain", Mover::undo).into_any(),
        Outcome::Conflict { .. } => view! {
            {button(td_string!(l, compass.keep_theirs), "button small", Mover::dismiss)}
            {button(td_string!(l, compass.move_anyway), "button small plain", Mover::insist)}
        }
        .into_any(),
        Outcome::Failed { error: ApiError::Denied(Denied::SignInFirst), .. } => {
            view! { <a class="button small" href="/sign-in?next=/compass" rel="external">{td_string!(l, common.sign_in)}</a> }.into_any()
        }
        Outcome::Failed { error: ApiError::Unreachable | ApiError::Broken | ApiError::TooMany, .. } => {
            button(td_string!(l, common.retry), "button small", Mover::insist).into_any()
        }
        _ => ().into_any(),
    };
    view! {
        <p class="report-line">{line}</p>
        <div class="report-choices">{choices}</div>
    }
}
