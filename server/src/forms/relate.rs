//! Saying how an entry hangs together with others.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{backend::Backend, posted::Posted};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    fault::{Fault, Field, Problem},
    relation::{RawRelation, Related},
};

pub async fn relate(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
        Err(why) => return form.no_pass(&shared, &caller, why).await,
    };
    let page = format!("/portfolio/{}/relations", pass.reference());
    let raw = match form.get("action") {
        "add" => {
            RawRelation { tie: form.get(Field::Tie.name()).to_owned(), other: form.get(Field::Other.name()).to_owned() }
        }
        "withdraw" => {
            let Ok(id) = form.get("id").parse() else { return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()) };
            // What is withdrawn already is as it shall be.
            shared.store.withdraw_relation(pass, id).await?;
            return Ok(see_other(&format!("{page}?done=withdrawn")));
        }
        _ => return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
    };
    let problems = match raw.check(pass.reference()) {
        Err(problems) => problems,
        Ok(new) => match shared.store.relate(pass, new).await? {
            Related::Saved => return Ok(see_other(&format!("{page}?done=added"))),
            Related::Gone => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
            Related::NoOther => vec![Problem { field: Field::Other, fault: Fault::NotAPublishedEntry }],
            Related::Circular => vec![Problem { field: Field::Other, fault: Fault::Circular }],
        },
    };
    Ok(form.again(&shared, &caller, StatusCode::UNPROCESSABLE_ENTITY, Posted::Relation { raw, problems }).await)
}
