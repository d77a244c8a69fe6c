//! Following and stopping, by the forms of pages and by mail programs.

use super::{Failed, Form, see_other, urlencoded, with_wait};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::{Followed, MailBackend, Pressed},
    posted::{FollowRefusal, Posted},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::follow::RawFollow;

/// Asks to follow an entry or a filter.
pub async fn follow(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    let text = |name: &str| form.get(name).to_owned();
    let raw = RawFollow { entry: text("entry"), filter: text("filter"), email: text("email"), pace: text("pace") };
    if raw.subject().is_err() {
        // No page of ours asks for that.
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    }
    let account = caller.visitor.account();
    let (status, wait, refusal) = match raw.check(account.map(|account| account.email.as_str())) {
        Err(problems) => (StatusCode::UNPROCESSABLE_ENTITY, None, FollowRefusal::Invalid(problems)),
        Ok(follow) => match shared.limits.following(&caller.client.name).await {
            Err(seconds) => (StatusCode::TOO_MANY_REQUESTS, Some(seconds), FollowRefusal::Wait { seconds }),
            Ok(()) => match shared.store.follow(account, &follow, caller.language).await? {
                Followed::Going => return Ok(see_other("/following?done=follow")),
                Followed::Asked => return Ok(see_other(&asked(&raw))),
                Followed::TooMany => (StatusCode::CONFLICT, None, FollowRefusal::TooMany),
                Followed::Gone => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
            },
        },
    };
    let page = form.again(&shared, &caller, status, Posted::Follow { raw, refusal }).await;
    Ok(wait.into_iter().fold(page, with_wait))
}

/// Where it is said that a mail is on its way.
fn asked(raw: &RawFollow) -> String {
    let (name, value) = if raw.entry.is_empty() { ("filter", &raw.filter) } else { ("entry", &raw.entry) };
    format!("/follow/asked?{name}={}", urlencoded::write(value))
}

/// The button of the page that a mail leads to.
pub async fn press(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let action = form.get("action");
    let pressed = match action {
        "confirm" => shared.store.confirm(&token).await?,
        "stop" => shared.store.stop(&token).await?,
        _ => return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
    };
    Ok(match pressed {
        Pressed::Done => see_other(&format!("/following/{token}?done={action}")),
        Pressed::Again => see_other(&format!("/following/{token}?done=again")),
        Pressed::Unknown => form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await,
    })
}

/// The button of a mail program (RFC 8058): it comes from anywhere, without cookies, in whatever encoding, and follows
/// no redirect. The secret in the address is all that it needs.
pub async fn unsubscribe(State(shared): State<Shared>, Path(token): Path<String>) -> Result<Response, Failed> {
    Ok(match shared.store.stop(&token).await? {
        Pressed::Done | Pressed::Again => "OK".into_response(),
        Pressed::Unknown => StatusCode::NOT_FOUND.into_response(),
    })
}

/// The same address opened by a person: a page with a button, as nothing changes by looking.
pub async fn unsubscribe_page(Path(token): Path<String>) -> Response {
    see_other(&super::next::header_safe(&format!("/following/{token}")))
}
