//! What people do with their own account.

use super::{Failed, Form, password::chosen, people, see_other, with_wait};
use crate::{
    clock,
    context::Shared,
    db::{self, or_outage, people as accounts, sessions},
    layers::caller::Caller,
    passwords,
};
use app::posted::Posted;
use axum::{
    Extension,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    access::AccountPass,
    fault::{Fault, Field, Problem},
};

/// Changes the password, ends sessions or hands out what is kept: the button says what.
pub async fn change(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match caller.visitor.own_account() {
        Ok(pass) => pass,
        Err(denied) => return form.denied(&shared, &caller, denied).await,
    };
    let id = pass.account().id;
    let token = caller.token.as_deref().unwrap_or_default();
    match form.get("action") {
        "password" => change_password(&shared, &caller, pass, form).await,
        "end" => {
            or_outage(end(&shared, id, form.get("session")).await)?;
            Ok(see_other("/account?done=end"))
        }
        "end-others" => {
            or_outage(end_others(&shared, id, token).await)?;
            Ok(see_other("/account?done=end-others"))
        }
        "export" => {
            let kept = or_outage(export(&shared, id).await)?;
            Ok(people::file(kept, "fyrfalt"))
        }
        _ => Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
    }
}

async fn change_password(
    shared: &Shared,
    caller: &Caller,
    pass: AccountPass<'_>,
    form: Form,
) -> Result<Response, Failed> {
    let id = pass.account().id;
    // Whoever found an unlocked screen guesses no faster here than where one signs in.
    if let Err(seconds) = shared.limits.sign_in(&caller.client.name).await {
        let page = form.again(shared, caller, StatusCode::TOO_MANY_REQUESTS, Posted::Wait { seconds }).await;
        return Ok(with_wait(page, seconds));
    }
    let kept = or_outage(hash_of(shared, id).await)?;
    let current = form.get(Field::CurrentPassword.name()).to_owned();
    let mut problems = Vec::new();
    if !passwords::is_right(current, kept).await.map_err(|_| Failed)? {
        problems.push(Problem { field: Field::CurrentPassword, fault: Fault::WrongPassword });
    }
    match chosen(shared, &form, &[&pass.account().name, &pass.account().email]) {
        Ok(password) if problems.is_empty() => {
            let hash = passwords::hash(password.into_secret()).await.map_err(|_| Failed)?;
            or_outage(set(shared, id, &hash, caller.token.as_deref().unwrap_or_default()).await)?;
            Ok(see_other("/account?done=password"))
        }
        checked => {
            problems.extend(checked.err().unwrap_or_default());
            Ok(form.again(shared, caller, StatusCode::UNPROCESSABLE_ENTITY, Posted::Faults(problems)).await)
        }
    }
}

async fn hash_of(shared: &Shared, id: i64) -> db::Result<Option<String>> {
    accounts::password_hash(&mut *shared.store.database().reader.acquire().await?, id).await
}

/// Sets the password and signs out everywhere else: whoever knew the old one is out.
async fn set(shared: &Shared, id: i64, hash: &str, token: &str) -> db::Result<()> {
    let mut tx = shared.store.database().begin().await?;
    accounts::set_password(&mut tx, id, hash, id, clock::now()).await?;
    sessions::end_others(&mut tx, id, token).await?;
    tx.commit().await?;
    Ok(())
}

async fn end(shared: &Shared, id: i64, key: &str) -> db::Result<()> {
    let mut tx = shared.store.database().begin().await?;
    sessions::end_one(&mut tx, id, key).await?;
    tx.commit().await?;
    Ok(())
}

async fn end_others(shared: &Shared, id: i64, token: &str) -> db::Result<()> {
    let mut tx = shared.store.database().begin().await?;
    sessions::end_others(&mut tx, id, token).await?;
    tx.commit().await?;
    Ok(())
}

async fn export(shared: &Shared, id: i64) -> db::Result<Vec<u8>> {
    let mut tx = shared.store.database().begin().await?;
    let kept = accounts::export(&mut tx, id, id, clock::now()).await?;
    tx.commit().await?;
    Ok(people::pretty(&kept.unwrap_or_default()))
}
