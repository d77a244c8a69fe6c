//! What the log and the numbers say of a request: its method, its route and its status, never its address, which may
//! hold a secret. Each request has an id that stands in all that is logged of it, and on the page that says it failed.

use super::caller::Client;
use crate::{context::Shared, metrics};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::Response,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tracing::{Instrument, info_span};
use uuid::Uuid;

/// Longer than any answer should take.
const SLOW: Duration = Duration::from_secs(2);

/// What whoever watches over the server may want to know of: asked for without the right, or too often.
const REFUSED: [StatusCode; 3] = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS];

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a request is known by in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

impl RequestId {
    /// The id that a trusted proxy has given it, or a new one.
    fn of(request: &Request, shared: &Shared) -> Self {
        let given = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).filter(|id| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            (8..=64).contains(&id.len()) && id.bytes().all(is_plain) && Client::is_proxy(request, &shared.proxies)
        });
        Self(given.map_or_else(|| Uuid::now_v7().to_string().into(), Arc::from))
    }
}

pub async fn watch(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(&request, &shared);
    let method = name_of(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(id.clone());
    let begun = Instant::now();
    let span = info_span!("request", id = &*id.0, method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status(), begun.elapsed());
    metrics::answered(method, &route, status.as_u16(), took);
    span.in_scope(|| {
        let (status, ms) = (status.as_u16(), u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
        if response.status().is_server_error() && response.status() != StatusCode::SERVICE_UNAVAILABLE {
            tracing::error!(status, ms, "failed");
        } else if took > SLOW || response.status().is_server_error() {
            tracing::warn!(status, ms, "slow, or turned away");
        } else if REFUSED.contains(&response.status()) {
            tracing::info!(status, ms, "refused");
        } else {
            tracing::debug!(status, ms, "answered");
        }
    });
    if is_told(&response)
        && let Ok(id) = HeaderValue::from_str(&id.0)
    {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Pictures, scripts and styles carry no id: they would weigh on the first visit.
fn is_told(response: &Response) -> bool {
    let starts = |headers: &HeaderMap, with: &[u8]| {
        headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(with))
    };
    let headers = response.headers();
    !response.status().is_success() || starts(headers, b"text/html") || starts(headers, b"application/json")
}

/// The method, as one of few: anybody can make up others.
fn name_of(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
