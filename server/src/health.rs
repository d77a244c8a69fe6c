//! For whatever watches over the server: whether it is alive, and whether it can do its work.

use crate::{context::Shared, db::Readiness};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// Whether the program is alive: it answers.
pub async fn health(State(shared): State<Shared>) -> Response {
    let answer = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "started": shared.started });
    respond(StatusCode::OK, answer)
}

/// Whether it can do its work: the database answers, and is of the version that the program knows.
pub async fn ready(State(shared): State<Shared>) -> Response {
    match shared.store.database().readiness().await {
        Ok(Readiness::Ready) => respond(StatusCode::OK, json!({ "status": "ready" })),
        Ok(Readiness::OtherVersion) => respond(StatusCode::SERVICE_UNAVAILABLE, json!({ "status": "other version" })),
        Err(error) => {
            tracing::error!(%error, "the store is not ready");
            respond(StatusCode::SERVICE_UNAVAILABLE, json!({ "status": "unavailable" }))
        }
    }
}

fn respond(status: StatusCode, answer: Value) -> Response {
    (status, [(CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}
