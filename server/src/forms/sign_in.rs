//! Signing in and out.

use super::{Failed, Form, next, see_other, with_wait};
use crate::{
    clock,
    context::Shared,
    db::{
        self, accounts,
        failures::{self, Subject},
        or_outage, sessions,
    },
    layers::caller::Caller,
    passwords,
};
use app::posted::{Posted, SignInRefusal};
use axum::{
    Extension,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use domain::{access::RoleName, text::Email};

/// Takes an address and a password and begins a session.
pub async fn sign_in(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    if !shared.store.settings().passwords {
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    }
    let refusal = match try_to_sign_in(&shared, &caller, form.get("email"), form.get("password")).await? {
        Ok(entered) => {
            let cookie = caller.cookie(entered.token);
            let wanted = next::local(form.get("next")).filter(|next| *next != "/");
            let home = if entered.role == RoleName::Employee { "/" } else { "/compass" };
            let to = next::header_safe(wanted.unwrap_or(home));
            return Ok((CookieJar::new().add(cookie), see_other(&to)).into_response());
        }
        Err(refusal) => refusal,
    };
    let posted = Posted::SignIn { email: form.get("email").to_owned(), next: form.get("next").to_owned(), refusal };
    Ok(match refusal {
        SignInRefusal::WrongPair => form.again(&shared, &caller, StatusCode::UNPROCESSABLE_ENTITY, posted).await,
        SignInRefusal::Wait { seconds } => {
            with_wait(form.again(&shared, &caller, StatusCode::TOO_MANY_REQUESTS, posted).await, seconds)
        }
    })
}

/// A session that has begun.
struct Entered {
    token: String,
    role: RoleName,
}

async fn try_to_sign_in(
    shared: &Shared,
    caller: &Caller,
    email: &str,
    password: &str,
) -> Result<Result<Entered, SignInRefusal>, Failed> {
    let client = &caller.client.name;
    if let Err(seconds) = shared.limits.sign_in(client).await {
        return Ok(Err(SignInRefusal::Wait { seconds }));
    }
    // What is no address has no account either; it needs no slowing down.
    let Ok(email) = Email::parse(email) else { return Ok(Err(SignInRefusal::WrongPair)) };
    if let Some(seconds) = or_outage(count_try(shared, &email, client).await)? {
        return Ok(Err(SignInRefusal::Wait { seconds }));
    }
    let known = or_outage(accounts::known(shared.store.database(), &email).await)?;
    let kept = known.as_ref().map(|known| known.password_hash.clone());
    let right = passwords::is_right(password.to_owned(), kept).await.map_err(|_| Failed)?;
    let Some(known) = known.filter(|_| right) else {
        tracing::warn!("a sign-in was refused");
        return Ok(Err(SignInRefusal::WrongPair));
    };
    let token = or_outage(begin(shared, &email, caller, known.id).await)?;
    Ok(Ok(Entered { token, role: known.role }))
}

async fn count_try(shared: &Shared, email: &Email, client: &str) -> db::Result<Option<u32>> {
    let mut tx = shared.store.database().begin().await?;
    let wait = failures::count(&mut tx, &[Subject::Address(email), Subject::Client(client)], clock::now()).await?;
    tx.commit().await?;
    Ok(wait.map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX)))
}

async fn begin(shared: &Shared, email: &Email, caller: &Caller, account: i64) -> db::Result<String> {
    let mut tx = shared.store.database().begin().await?;
    failures::forgive(&mut tx, email, &caller.client.name).await?;
    let token = sessions::begin(&mut tx, account, caller.token.as_deref(), &caller.agent, clock::now()).await?;
    tx.commit().await?;
    Ok(token)
}

/// Ends the session, or with `everywhere` all sessions of the account.
pub async fn sign_out(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    or_outage(end(&shared, &caller, form.get("everywhere") == "true").await)?;
    Ok((CookieJar::new().add(caller.no_cookie()), see_other("/")).into_response())
}

async fn end(shared: &Shared, caller: &Caller, everywhere: bool) -> db::Result<()> {
    let mut tx = shared.store.database().begin().await?;
    if let Some(account) = caller.visitor.account().filter(|_| everywhere) {
        sessions::end_all(&mut tx, account.id).await?;
    }
    if let Some(token) = &caller.token {
        sessions::end(&mut tx, token).await?;
    }
    tx.commit().await?;
    Ok(())
}
