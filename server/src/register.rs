//! The registrar's list as a file.

use crate::{
    context::Shared,
    csv,
    forms::{Failed, see_other},
    layers::caller::Caller,
};
use app::{
    backend::{Backend, ReceptionBackend},
    insights::ground::speaking,
    register::table,
};
use axum::{
    Extension, Router,
    extract::{Query, State},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{access::Denied, reception::register::RegisterFilter};
use std::collections::HashMap;

pub fn router() -> Router<Shared> {
    Router::new().route("/manage/register.csv", get(file))
}

async fn file(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Failed> {
    let pass = match caller.visitor.manager() {
        Ok(pass) => pass,
        Err(Denied::SignInFirst) => return Ok(see_other("/sign-in?next=/manage/register")),
        Err(Denied::NotAllowed | Denied::OtherUnits) => return Ok(StatusCode::FORBIDDEN.into_response()),
    };
    let portfolio = shared.store.portfolio();
    let (filter, bad) = RegisterFilter::read(|name| query.get(name).cloned(), portfolio.taxonomies());
    // Nobody should take the whole for what was asked for.
    if !bad.is_empty() {
        return Ok(StatusCode::BAD_REQUEST.into_response());
    }
    let lines = shared.store.whole_register(pass, &filter).await?;
    let table = speaking(caller.language, || table(&lines, portfolio.taxonomies()));
    let bytes = csv::write(&table).map_err(|error| {
        tracing::error!(%error, "the register could not be written");
        Failed
    })?;
    let name = format!("attachment; filename=\"fyrfalt-register-{}.csv\"", shared.store.today());
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
