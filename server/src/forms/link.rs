//! One-time links: choosing a password, and making the first administrator.

use super::{Failed, Form, password::chosen, see_other, with_wait};
use crate::{
    clock,
    context::Shared,
    db::{self, accounts, links, or_outage, people, sessions},
    layers::caller::Caller,
    passwords,
};
use app::{
    backend::{Backend, LinkOpens},
    posted::Posted,
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use domain::{
    access::RoleName,
    fault::{Fault, Field, Problem},
    person::{PersonFacts, RawPerson},
};

/// Chooses a password by a link, which signs in and ends every earlier session of the account.
pub async fn choose_password(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    if let Err(seconds) = shared.limits.sign_in(&caller.client.name).await {
        return Ok(wait(&shared, &caller, form, seconds).await);
    }
    let id = match shared.store.link(&token).await? {
        Some(LinkOpens::Password(id)) if shared.store.settings().passwords => id,
        _ => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
    };
    let whose = or_outage(facts(&shared, id).await)?;
    let about: Vec<&str> = whose.iter().flat_map(|whose| [&*whose.name, &*whose.email]).collect();
    let password = match chosen(&shared, &form, &about) {
        Ok(password) => password,
        Err(problems) => {
            return Ok(form.again(&shared, &caller, StatusCode::UNPROCESSABLE_ENTITY, Posted::Faults(problems)).await);
        }
    };
    let hash = passwords::hash(password.into_secret()).await.map_err(|_| Failed)?;
    match or_outage(set_password(&shared, &caller, &token, &hash).await)? {
        Some(session) => Ok(signed_in(&caller, session, "/account?done=password")),
        // Somebody was quicker with the same link.
        None => Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
    }
}

async fn facts(shared: &Shared, id: i64) -> db::Result<Option<PersonFacts>> {
    accounts::facts(&mut *shared.store.database().reader.acquire().await?, id).await
}

async fn set_password(shared: &Shared, caller: &Caller, token: &str, hash: &str) -> db::Result<Option<String>> {
    let now = clock::now();
    let mut tx = shared.store.database().begin().await?;
    let Some(LinkOpens::Password(id)) = links::opens(&mut tx, token, now).await? else { return Ok(None) };
    links::spend(&mut tx, token, now).await?;
    people::set_password(&mut tx, id, hash, id, now).await?;
    sessions::end_all(&mut tx, id).await?;
    let session = sessions::begin(&mut tx, id, caller.token.as_deref(), &caller.agent, now).await?;
    tx.commit().await?;
    Ok(Some(session))
}

/// Makes the first administrator, and signs in.
pub async fn first_administrator(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    if let Err(seconds) = shared.limits.sign_in(&caller.client.name).await {
        return Ok(wait(&shared, &caller, form, seconds).await);
    }
    let opens = shared.store.link(&token).await?;
    if !shared.store.settings().passwords || opens != Some(LinkOpens::FirstAdministrator) {
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    }
    let raw = RawPerson { role: RoleName::Administrator.to_string(), ..RawPerson::from_pairs(form.pairs()) };
    let facts = raw.check(shared.store.portfolio().taxonomies());
    let password = chosen(&shared, &form, &[&raw.name, &raw.email]);
    let problems = match (facts, password) {
        (Ok(facts), Ok(password)) => {
            let hash = passwords::hash(password.into_secret()).await.map_err(|_| Failed)?;
            match or_outage(make_administrator(&shared, &caller, &token, &facts, &hash).await)? {
                Made::SignedIn(session) => return Ok(signed_in(&caller, session, "/people")),
                Made::Gone => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
                Made::EmailTaken => vec![Problem { field: Field::Email, fault: Fault::Taken }],
            }
        }
        (facts, password) => facts.err().into_iter().flatten().chain(password.err().into_iter().flatten()).collect(),
    };
    let posted = Posted::Person { raw, problems };
    Ok(form.again(&shared, &caller, StatusCode::UNPROCESSABLE_ENTITY, posted).await)
}

enum Made {
    SignedIn(String),
    Gone,
    EmailTaken,
}

async fn make_administrator(
    shared: &Shared,
    caller: &Caller,
    token: &str,
    facts: &PersonFacts,
    hash: &str,
) -> db::Result<Made> {
    let now = clock::now();
    let mut tx = shared.store.database().begin().await?;
    if links::opens(&mut tx, token, now).await? != Some(LinkOpens::FirstAdministrator) {
        return Ok(Made::Gone);
    }
    let Some(id) = accounts::add(&mut tx, facts, hash, None, now).await? else { return Ok(Made::EmailTaken) };
    links::spend(&mut tx, token, now).await?;
    let session = sessions::begin(&mut tx, id, caller.token.as_deref(), &caller.agent, now).await?;
    tx.commit().await?;
    Ok(Made::SignedIn(session))
}

async fn wait(shared: &Shared, caller: &Caller, form: Form, seconds: u32) -> Response {
    with_wait(form.again(shared, caller, StatusCode::TOO_MANY_REQUESTS, Posted::Wait { seconds }).await, seconds)
}

fn signed_in(caller: &Caller, session: String, to: &str) -> Response {
    (CookieJar::new().add(caller.cookie(session)), see_other(to)).into_response()
}
