//! Commenting on an entry, and what is done to a comment afterwards.

use super::{Failed, Form, see_other, with_wait};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::{Backend, NoPass},
    posted::{CommentRefusal, Posted},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    access::Denied,
    comment::{CommentAct, RawComment, Said, may_comment},
    fault::Field,
    reference::Reference,
};

pub async fn comment(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let Ok(reference) = reference.parse::<Reference>() else {
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    };
    match form.get("action") {
        "say" => say(&shared, &caller, reference, form).await,
        action => match action.parse() {
            Ok(act) => self::act(&shared, &caller, reference, act, form).await,
            Err(_) => Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
        },
    }
}

async fn say(shared: &Shared, caller: &Caller, reference: Reference, form: Form) -> Result<Response, Failed> {
    if !may_comment(&caller.visitor, shared.store.settings().resident_comments) {
        return form.denied(shared, caller, Denied::SignInFirst).await;
    }
    let text = |field: Field| form.get(field.name()).to_owned();
    let raw = RawComment { text: text(Field::Comment), signature: text(Field::Signature) };
    let new = match raw.check(&caller.visitor) {
        Ok(new) => new,
        Err(problems) => {
            let posted = Posted::Comment { raw, refusal: CommentRefusal::Invalid(problems) };
            return Ok(form.again(shared, caller, StatusCode::UNPROCESSABLE_ENTITY, posted).await);
        }
    };
    if let Err(seconds) = shared.limits.submission(&caller.client.name).await {
        let posted = Posted::Comment { raw, refusal: CommentRefusal::Wait { seconds } };
        return Ok(with_wait(form.again(shared, caller, StatusCode::TOO_MANY_REQUESTS, posted).await, seconds));
    }
    Ok(match shared.store.say(reference, &new).await? {
        Said::Shown => see_other(&format!("/portfolio/{reference}/comments?done=said")),
        Said::Waiting => see_other(&format!("/portfolio/{reference}/comments?done=waits")),
        Said::Gone => form.page(shared, caller, StatusCode::NOT_FOUND, None).await,
    })
}

async fn act(
    shared: &Shared,
    caller: &Caller,
    reference: Reference,
    act: CommentAct,
    form: Form,
) -> Result<Response, Failed> {
    let Ok(id) = form.get("id").parse() else { return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()) };
    match act {
        CommentAct::Withdraw => {
            let pass = match caller.visitor.own_account() {
                Ok(pass) => pass,
                Err(denied) => return form.denied(shared, caller, denied).await,
            };
            shared.store.withdraw_comment(pass, reference, id).await?;
        }
        CommentAct::Show | CommentAct::Hide => {
            let pass = match super::entry_pass(shared, caller, &reference.to_string()).await {
                Ok(pass) => pass,
                Err(NoPass::Outage) => return Err(Failed),
                Err(why) => return form.no_pass(shared, caller, why).await,
            };
            // What is as it shall be already is left.
            shared.store.decide_comment(pass, id, act).await?;
        }
    }
    let to = if form.get("next") == "/manage/comments" {
        "/manage/comments?done=1".to_owned()
    } else {
        format!("/portfolio/{reference}/comments?done={act}")
    };
    Ok(see_other(&to))
}
