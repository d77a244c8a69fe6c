//! The words beside the drawing: what became of a move, and how to go on.

use super::mover::{Mover, Outcome, Report};
use crate::{
    api::ApiError,
    browser,
    i18n::{locale, td_string},
    words,
};
use domain::access::Denied;
use leptos::prelude::*;

/// What became of the latest move, with undo and the choice that a conflict asks for. Only the words are read out.
#[component]
pub fn ReportLine(mover: Mover) -> impl IntoView {
    view! {
        <div class="report">
            <div role="status" aria-live="polite">
                {move || match (mover.hand(), mover.report()) {
                    // While a dot is moved, its place is read out step by step.
                    (Some(hand), _) => Some(view! { <p class="report-line">{words::place(hand.at)}</p> }),
                    (None, Some(report)) => Some(view! { <p class="report-line">{told(report)}</p> }),
                    (None, None) => None,
                }}
            </div>
            {move || match (mover.hand(), mover.report()) {
                (None, Some(report)) => Some(view! { <Choices mover=mover report=report /> }),
                _ => None,
            }}
        </div>
    }
}

/// What became of a move, in words.
fn told(Report { title, outcome, .. }: Report) -> String {
    let l = locale();
    match &outcome {
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
            ApiError::Denied(Denied::OtherUnits) => td_string!(l, compass.other_units).to_string(),
            ApiError::NotFound => td_string!(l, compass.gone, title = title).to_string(),
            _ => td_string!(l, compass.not_saved, title = title).to_string(),
        },
    }
}

/// How to go on after a move. The focus goes to the dot that it was about: the buttons are gone once one is pressed.
#[component]
fn Choices(mover: Mover, report: Report) -> impl IntoView {
    let l = locale();
    let Report { reference, outcome, .. } = report;
    let button = move |words: &'static str, class: &'static str, act: fn(&Mover)| {
        let press = move |_| {
            act(&mover);
            request_animation_frame(move || browser::focus_dot(reference));
        };
        view! { <button type="button" class=class on:click=press>{words}</button> }
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
    view! { <div class="report-choices">{choices}</div> }
}
