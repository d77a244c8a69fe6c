//! What the log says of a request: its method, its route and its status, never its address, which may hold a secret.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use std::time::{Duration, Instant};

/// Longer than any answer should take.
const SLOW: Duration = Duration::from_secs(2);

pub async fn watch(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    if response.status().is_server_error() {
        tracing::error!(%method, route, status, ?took, "failed");
    } else if took > SLOW {
        tracing::warn!(%method, route, status, ?took, "slow");
    } else {
        tracing::debug!(%method, route, status, ?took, "answered");
    }
    response
}
