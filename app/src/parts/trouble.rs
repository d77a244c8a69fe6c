//! What a page says when it cannot show what was asked for, with the status code that belongs to it.

use crate::{
    api::ApiError,
    i18n::{locale, td_string},
    parts::heading::Heading,
};
use domain::access::Denied;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

/// Gives the page being rendered a status code; the browser has its page already.
#[cfg(feature = "ssr")]
pub fn set_status(code: u16) {
    if let (Some(options), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), axum::http::StatusCode::from_u16(code))
    {
        options.set_status(status);
    }
}

/// Gives the page being rendered a status code; the browser has its page already.
#[cfg(not(feature = "ssr"))]
pub const fn set_status(_code: u16) {}

/// A whole page in place of the one that could not be shown.
#[component]
pub fn Trouble(error: ApiError) -> impl IntoView {
    let l = locale();
    match error {
        ApiError::NotFound => view! { <NotFoundPage /> }.into_any(),
        ApiError::Merged(into) => {
            set_status(410);
            view! {
                <div class="page trouble">
                    <Heading text=td_string!(l, error.merged_title) />
                    <p class="lead">{td_string!(l, error.merged_text)}</p>
                    <p><A href=format!("/portfolio/{into}") attr:class="button">{td_string!(l, error.merged_link, reference = into.to_string()).to_string()}</A></p>
                </div>
            }
            .into_any()
        }
        ApiError::Denied(Denied::SignInFirst) => {
            let location = use_location();
            let next = move || location.pathname.get();
            set_status(401);
            view! {
                <div class="page trouble">
                    <Heading text=td_string!(l, error.sign_in_title) />
                    <p class="lead">{td_string!(l, error.sign_in_text)}</p>
                    <p><a class="button" href=move || format!("/sign-in?next={}", next())>{td_string!(l, common.sign_in)}</a></p>
                </div>
            }
            .into_any()
        }
        ApiError::Denied(denied @ (Denied::NotAllowed | Denied::OtherUnits)) => {
            set_status(403);
            let text = match denied {
                Denied::OtherUnits => td_string!(l, error.other_units_text),
                _ => td_string!(l, error.forbidden_text),
            };
            view! {
                <div class="page trouble">
                    <Heading text=td_string!(l, error.forbidden_title) />
                    <p class="lead">{text}</p>
                    <p><A href="/">{td_string!(l, error.home)}</A></p>
                </div>
            }
            .into_any()
        }
        ApiError::Unreachable => {
            let location = use_location();
            let again = move || format!("{}{}", location.pathname.get(), location.search.get());
            view! {
                <div class="page trouble">
                    <Heading text=td_string!(l, common.failed_title) />
                    <p class="lead">{td_string!(l, common.failed_text)}</p>
                    <p><a class="button" href=again rel="external">{td_string!(l, common.retry)}</a></p>
                </div>
            }
            .into_any()
        }
        _ => {
            set_status(500);
            view! {
                <div class="page trouble">
                    <Heading text=td_string!(l, error.broken_title) />
                    <p class="lead">{td_string!(l, error.broken_text)}</p>
                    <p><A href="/">{td_string!(l, error.home)}</A></p>
                </div>
            }
            .into_any()
        }
    }
}

/// There is nothing at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let l = locale();
    set_status(404);
    view! {
        <div class="page trouble">
            <Heading text=td_string!(l, error.not_found_title) />
            <p class="lead">{td_string!(l, error.not_found_text)}</p>
            <form class="search-line" method="get" action="/portfolio" role="search">
                <label for="search-again">{td_string!(l, error.search_label)}</label>
                <input id="search-again" type="search" name="q" maxlength="200" />
                <button class="button">{td_string!(l, error.search)}</button>
            </form>
            <ul class="plain-links">
                <li><A href="/portfolio">{td_string!(l, error.all)}</A></li>
                <li><A href="/">{td_string!(l, error.home)}</A></li>
            </ul>
        </div>
    }
}
