//! Placing an entry on the compass by two numbers.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::Backend,
    posted::{PlacingRefusal, Posted},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    fault::Fault,
    placement::Placement,
    placing::{Placed, Placing},
};

pub async fn place(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
        Err(why) => return form.no_pass(&shared, &caller, why).await,
    };
    let (status, refusal) = match read(&form) {
        Err(fault) => (StatusCode::UNPROCESSABLE_ENTITY, PlacingRefusal::Invalid(fault)),
        Ok(placing) => match shared.store.place(pass, placing).await? {
            Placed::Saved { .. } => return Ok(see_other(&format!("/compass/{}?placed=1", pass.reference()))),
            Placed::Conflict(conflict) => (StatusCode::CONFLICT, PlacingRefusal::Conflict(conflict)),
            Placed::Gone => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
        },
    };
    let posted = Posted::Placing { x: form.get("x").to_owned(), y: form.get("y").to_owned(), refusal };
    Ok(form.again(&shared, &caller, status, posted).await)
}

fn read(form: &Form) -> Result<Placing, Fault> {
    let number = |name| form.get(name).trim().replace(',', ".").parse::<f64>().map_err(|_| Fault::NotANumber);
    let to = Placement::new(number("x")?, number("y")?)?;
    let seen = form.get("seen").parse().map_err(|_| Fault::Unknown)?;
    Ok(Placing { to, seen })
}
