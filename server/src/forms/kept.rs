//! Forms of people whose session has ended while they wrote: kept until they have signed in again, and then theirs to
//! send.
//!
//! Whose a form is, is told by the session that has ended, and which browser it came from by a cookie that the answer
//! to it sets: so nobody can be led to send a form that somebody else wrote, and nobody reads what another person wrote
//! in the same browser.

use super::{Carried, Failed, Form, see_other};
use crate::{
    clock,
    context::Shared,
    db::{
        self,
        kept_forms::{self, LONGEST},
        or_outage, sessions,
    },
    layers::caller::Caller,
    pages,
};
use app::posted::{KeptForm, Posted};
use axum::{
    Extension,
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use domain::fault::Field;

/// The page where a kept form is sent from.
pub const PATH: &str = "/sign-in/resume";

/// For whom a form of this caller would be kept: whoever had the session that has ended.
///
/// # Errors
/// When the store could not tell.
pub async fn owner(shared: &Shared, caller: &Caller) -> Result<Option<i64>, Failed> {
    let Some(token) = &caller.token else { return Ok(None) };
    let read = async {
        let mut conn = shared.store.database().reader.acquire().await?;
        sessions::owner(&mut conn, token).await
    };
    Ok(or_outage(read.await)?)
}

/// Keeps a form whose sender's session has ended, and leads to sign in; none where there is nothing to keep.
///
/// # Errors
/// When it could not be kept.
pub async fn keep(shared: &Shared, caller: &Caller, form: &Form) -> Result<Option<Response>, Failed> {
    let has_words = form
        .pairs()
        .any(|(name, value)| !matches!(name, "action" | "version" | "id" | "next" | "sure") && !value.is_empty());
    // A password is written nowhere, and shown to nobody.
    let has_password = form.pairs().any(|(name, _)| name.ends_with("password") || name == Field::Again.name());
    if !has_words || has_password {
        return Ok(None);
    }
    // Whoever never had a session has nothing to go on with.
    let Some(owner) = owner(shared, caller).await? else { return Ok(None) };
    let kept = KeptForm {
        path: form.path().to_owned(),
        fields: form.pairs.clone(),
        is_upload: form.upload.is_some(),
        had_file: form.upload == Some(Carried::AFile),
    };
    let token = or_outage(write(shared, owner, &kept).await)?;
    let cookie = caller.kept_form_cookie(token, LONGEST);
    Ok(Some((CookieJar::new().add(cookie), see_other(&format!("/sign-in?next={PATH}"))).into_response()))
}

async fn write(shared: &Shared, owner: i64, form: &KeptForm) -> db::Result<String> {
    let mut tx = shared.store.database().begin().await?;
    let token = kept_forms::keep(&mut tx, owner, form, clock::now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// The page where whoever has signed in again sees what was written, and sends it.
pub async fn resume(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Response, Failed> {
    let Some(account) = caller.visitor.account() else { return Ok(super::sign_in_first(PATH)) };
    let token = caller.kept_form_token(request.headers());
    let read = async {
        let Some(token) = token else { return Ok(None) };
        let mut conn = shared.store.database().reader.acquire().await?;
        kept_forms::kept(&mut conn, account.id, &token, clock::now()).await
    };
    let form = or_outage(read.await)?;
    Ok(pages::render(&shared, &caller, request, Some(Posted::Kept { form })).await)
}

/// Forgets what was kept, for whoever does not want to send it.
pub async fn leave(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    let token = caller.kept_form_token(&form.parts.headers);
    let path = or_outage(forget(&shared, &caller, token.as_deref()).await)?;
    let back = see_other(&super::next::header_safe(path.as_deref().unwrap_or("/")));
    Ok((CookieJar::new().add(caller.kept_form_cookie(String::new(), 0)), back).into_response())
}

async fn forget(shared: &Shared, caller: &Caller, token: Option<&str>) -> db::Result<Option<String>> {
    let (Some(account), Some(token)) = (caller.visitor.account(), token) else { return Ok(None) };
    let mut tx = shared.store.database().begin().await?;
    let path = kept_forms::forget(&mut tx, account.id, token).await?;
    tx.commit().await?;
    Ok(path)
}

/// Forgets a form once its owner has sent it and it was accepted.
pub async fn forget_sent(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    request: Request,
    next: Next,
) -> Response {
    let token = caller.kept_form_token(request.headers());
    let is_form = request.method() == Method::POST && request.uri().path() != PATH;
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let (Some(token), Some(account)) = (token.filter(|_| is_form), caller.visitor.account()) else { return response };
    if response.status() != StatusCode::SEE_OTHER {
        return response;
    }
    let gone = async {
        let mut tx = shared.store.database().begin().await?;
        let kept = kept_forms::kept(&mut tx, account.id, &token, clock::now()).await?;
        let was_sent = kept.is_some_and(|kept| kept.path == path);
        if was_sent {
            kept_forms::forget(&mut tx, account.id, &token).await?;
        }
        tx.commit().await?;
        Ok(was_sent)
    };
    // The form was accepted: that it may be offered once more is no reason to say otherwise.
    if or_outage(gone.await).unwrap_or(false) {
        return (CookieJar::new().add(caller.kept_form_cookie(String::new(), 0)), response).into_response();
    }
    response
}
