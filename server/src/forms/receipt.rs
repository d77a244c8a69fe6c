//! What senders do at the receipt of what they handed in: answer what is asked, and say how they want mail. Whoever has
//! the secret in the address may.

use super::{Failed, Form, see_other, with_wait};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::{MailBackend, ReceptionBackend, Replied},
    posted::{Posted, ReplyRefusal},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    fault::Field,
    follow::SenderAct,
    text::{Email, Passage},
};

pub async fn act(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(secret): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    match form.get("action") {
        "answer" => reply(&shared, &caller, &secret, form).await,
        _ => mail(&shared, &caller, &secret, form).await,
    }
}

async fn reply(shared: &Shared, caller: &Caller, secret: &str, form: Form) -> Result<Response, Failed> {
    let written = form.get(Field::Answer.name()).to_owned();
    let (status, refusal) = match Passage::parse(&written) {
        Err(fault) => (StatusCode::UNPROCESSABLE_ENTITY, ReplyRefusal::Invalid(fault)),
        Ok(text) => match shared.store.reply(secret, &text).await? {
            Replied::Saved => return Ok(see_other(&format!("/receipt/{secret}?done=answered"))),
            Replied::Gone => return Ok(form.page(shared, caller, StatusCode::NOT_FOUND, None).await),
            Replied::NotAsked => (StatusCode::CONFLICT, ReplyRefusal::NotAsked),
        },
    };
    Ok(form.again(shared, caller, status, Posted::Reply { text: written, refusal }).await)
}

async fn mail(shared: &Shared, caller: &Caller, secret: &str, form: Form) -> Result<Response, Failed> {
    let (act, done) = match form.get("action") {
        "stop" => (SenderAct::Stop, ""),
        "resume" => (SenderAct::Resume, ""),
        "again" => (SenderAct::Again, "?mail=again"),
        "give" => {
            let written = form.get(Field::Email.name()).to_owned();
            match Email::parse(&written) {
                Ok(email) => (SenderAct::Give(email), "?mail=given"),
                Err(fault) => {
                    let posted = Posted::SenderMail { email: written, fault };
                    return Ok(form.again(shared, caller, StatusCode::UNPROCESSABLE_ENTITY, posted).await);
                }
            }
        }
        _ => return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
    };
    if !matches!(act, SenderAct::Stop)
        && let Err(seconds) = shared.limits.following(&caller.client.name).await
    {
        return Ok(with_wait(StatusCode::TOO_MANY_REQUESTS.into_response(), seconds));
    }
    Ok(match shared.store.set_sender_mail(secret, &act, caller.language).await? {
        true => see_other(&format!("/receipt/{secret}{done}")),
        false => form.page(shared, caller, StatusCode::NOT_FOUND, None).await,
    })
}
