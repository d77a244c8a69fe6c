//! Taking back what a published entry said earlier.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::Backend,
    posted::{Posted, RestoringRefusal},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    change::{Restored, Restoring},
    fault::Field,
    text::Reason,
};

pub async fn restore(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
        Err(why) => return form.no_pass(&shared, &caller, why).await,
    };
    let reference = pass.reference();
    let (Ok(number), Ok(seen)) = (form.get("number").parse(), form.get("seen").parse()) else {
        // Nobody's page sends that.
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    let reason = form.get(Field::Reason.name()).to_owned();
    let (status, refusal) = match Reason::parse(&reason) {
        Err(fault) => (StatusCode::UNPROCESSABLE_ENTITY, RestoringRefusal::Reason(fault)),
        Ok(why) => match shared.store.restore(pass, &Restoring { number, seen, why }).await? {
            Restored::Saved => return Ok(see_other(&format!("/portfolio/{reference}/history?done=restored"))),
            Restored::Gone => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
            Restored::Overtaken => (StatusCode::CONFLICT, RestoringRefusal::Overtaken),
            Restored::Same => (StatusCode::CONFLICT, RestoringRefusal::Same),
            Restored::Unlisted => (StatusCode::CONFLICT, RestoringRefusal::Unlisted),
        },
    };
    Ok(form.again(&shared, &caller, status, Posted::Restoring { number, reason, refusal }).await)
}
