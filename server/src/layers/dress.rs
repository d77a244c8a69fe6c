//! Dresses bare refusals, such as a layer's own "413", in the reader's words.

use super::{language, watch::RequestId};
use crate::{context::Shared, error_page};
use app::api::ApiError;
use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{
        HeaderMap, Response as HttpResponse, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::access::Denied;
use serde_json::json;
use std::any::Any;

/// Gives an answer that refuses without words of its own a page, or JSON where a program asks.
pub async fn dress(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let language = language::of(request.headers());
    let path = request.uri().path().to_owned();
    let id = request.extensions().get::<RequestId>().cloned();
    let bare = next.run(request).await;
    let status = bare.status();
    if !(status.is_client_error() || status.is_server_error()) || has_words(bare.headers()) {
        return bare;
    }
    let dressed = if path.starts_with("/api/v1/") {
        let message = status.canonical_reason().unwrap_or("Refused");
        (status, Json(json!({ "error": { "message": message } }))).into_response()
    } else if path.starts_with("/api/") {
        (status, Json(code(status))).into_response()
    } else {
        error_page::respond(status, language, &shared.links.css, id.as_ref().map(|id| &*id.0))
    };
    with_headers_of(dressed, bare.headers())
}

fn has_words(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.starts_with("text/html") || content_type.starts_with("application/json")
}

/// What a server function says to its own caller.
const fn code(status: StatusCode) -> ApiError {
    match status {
        StatusCode::FORBIDDEN => ApiError::Denied(Denied::NotAllowed),
        StatusCode::NOT_FOUND => ApiError::NotFound,
        StatusCode::TOO_MANY_REQUESTS => ApiError::TooMany,
        status if status.as_u16() < 500 => ApiError::Unreadable,
        _ => ApiError::Broken,
    }
}

/// Keeps what the bare answer said besides its body: `Allow`, `Retry-After`.
fn with_headers_of(mut dressed: Response, bare: &HeaderMap) -> Response {
    for (name, value) in bare {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}

/// What a handler that panicked answers; what happened is in the log.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> HttpResponse<Body> {
    let cause = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(cause, "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
