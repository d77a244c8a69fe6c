//! Whether the server and its store are well, for whatever watches over them.

use crate::context::Shared;
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use serde_json::json;

pub async fn health(State(shared): State<Shared>) -> Response {
    let well = shared.store.database().is_well().await.unwrap_or_else(|error| {
        tracing::error!(%error, "the store is not well");
        false
    });
    let (status, word) = if well { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "unavailable") };
    let answer = json!({ "status": word, "version": env!("CARGO_PKG_VERSION"), "started": shared.started });
    (status, [(CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}
