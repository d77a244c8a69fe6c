//! Saying who answers for an entry, and what is next.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::Backend,
    posted::{AssignmentRefusal, Posted},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    assignment::{Assigned, RawAssignment},
    fault::Field,
};

pub async fn assign(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
        Err(why) => return form.no_pass(&shared, &caller, why).await,
    };
    let Some(assigning) = shared.store.assigning(pass).await? else {
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    };
    let Ok(seen) = form.get(Field::Version.name()).parse() else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    let raw = RawAssignment::from_pairs(form.pairs());
    let (status, refusal) = match raw.check(&assigning.assignees, seen) {
        Err(problems) => (StatusCode::UNPROCESSABLE_ENTITY, AssignmentRefusal::Invalid(problems)),
        Ok(new) => match shared.store.assign(pass, &new).await? {
            Assigned::Saved => return Ok(see_other(&format!("/portfolio/{}?done=assigned", pass.reference()))),
            Assigned::Overtaken => (StatusCode::CONFLICT, AssignmentRefusal::Overtaken),
            Assigned::Gone => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
        },
    };
    Ok(form.again(&shared, &caller, status, Posted::Assignment { raw, refusal }).await)
}
