//! Handing something in by the one long form.

use super::{Failed, Form, see_other, with_wait};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::{Backend, Submitted},
    posted::{Posted, SubmissionRefusal},
};
use axum::{Extension, extract::State, http::StatusCode, response::Response};
use domain::{
    draft::{Draft, IdempotencyKey},
    fault::{Fault, Field, Problem},
};

pub async fn send(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    let draft = Draft::from_pairs(form.pairs());
    let refusal = match try_to_send(&shared, &caller, &draft, form.get(Field::Key.name())).await? {
        Ok(secret) => return Ok(see_other(&format!("/receipt/{secret}"))),
        Err(refusal) => refusal,
    };
    let (status, wait) = match &refusal {
        SubmissionRefusal::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, None),
        SubmissionRefusal::SentBefore(_) => (StatusCode::CONFLICT, None),
        SubmissionRefusal::Wait { seconds } => (StatusCode::TOO_MANY_REQUESTS, Some(*seconds)),
    };
    let page = form.again(&shared, &caller, status, Posted::Submission { draft, refusal }).await;
    Ok(wait.into_iter().fold(page, with_wait))
}

/// Sends a draft and gives the receipt's secret.
async fn try_to_send(
    shared: &Shared,
    caller: &Caller,
    draft: &Draft,
    key: &str,
) -> Result<Result<String, SubmissionRefusal>, Failed> {
    if let Err(seconds) = shared.limits.submission(&caller.client.name).await {
        return Ok(Err(SubmissionRefusal::Wait { seconds }));
    }
    let submission = match draft.check(shared.store.portfolio().taxonomies()) {
        Ok(submission) => submission,
        Err(problems) => return Ok(Err(SubmissionRefusal::Invalid(problems))),
    };
    let Ok(key) = key.parse::<IdempotencyKey>() else {
        let problem = Problem { field: Field::Key, fault: Fault::Unknown };
        return Ok(Err(SubmissionRefusal::Invalid(vec![problem])));
    };
    Ok(match shared.store.submit(&caller.visitor, &submission, &key, caller.language).await? {
        Submitted::Received(receipt) => Ok(receipt.secret),
        Submitted::ChallengeClosed => {
            let problem = Problem { field: Field::Challenge, fault: Fault::Closed };
            Err(SubmissionRefusal::Invalid(vec![problem]))
        }
        Submitted::KeyUsed(reference) => Err(SubmissionRefusal::SentBefore(reference)),
    })
}
