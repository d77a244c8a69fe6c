//! The published portfolio for browsers, as bytes whose address names their content: a browser that has them asks for
//! them no more, and hears in one small answer whether there are newer ones.

use crate::{compress, context::Shared, db::Published, secret};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY},
    },
    response::{IntoResponse, Redirect, Response},
};
use std::sync::Arc;

/// The bytes and their name.
#[derive(Debug)]
pub struct Snapshot {
    name: String,
    plain: Bytes,
    brotli: Bytes,
}

/// Of brotli's 0 to 11: it is done once for each change and sent to many.
const QUALITY: i32 = 9;

impl Snapshot {
    fn of(published: &Published) -> Self {
        let plain: Bytes = published.portfolio.encode().into();
        let name = secret::hex(&secret::hash_bytes("fyrfalt snapshot", &plain)[..16]);
        Self { name, brotli: compress::brotli(&plain, QUALITY), plain }
    }

    fn address(&self) -> String {
        format!("/snapshot/{}", self.name)
    }
}

/// The snapshot of what is published now, made when it is first asked for.
async fn current(shared: &Shared) -> Option<Arc<Snapshot>> {
    let published = shared.store.published();
    if published.portfolio.len() > shared.entries_in_browser {
        return None;
    }
    let make = move || Arc::clone(published.snapshot.get_or_init(|| Arc::new(Snapshot::of(&published))));
    tokio::task::spawn_blocking(make).await.ok()
}

/// `GET /snapshot`: leads to the newest; no content where the portfolio is too large for browsers.
pub async fn newest(State(shared): State<Shared>) -> Response {
    let answer = match current(&shared).await {
        Some(snapshot) => Redirect::temporary(&snapshot.address()).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    };
    ([(CACHE_CONTROL, "no-cache")], answer).into_response()
}

/// `GET /snapshot/{name}`. Whoever comes too late for one is led to the newest, and so is whoever heard of it from an
/// instance that is ahead of this one or behind it.
pub async fn named(State(shared): State<Shared>, Path(name): Path<String>, asked: HeaderMap) -> Response {
    let mut newest = current(&shared).await;
    if newest.as_ref().is_none_or(|snapshot| snapshot.name != name) && shared.store.database().is_shared() {
        if let Err(error) = shared.store.catch_up().await {
            tracing::warn!(%error, "a snapshot may be behind that of other instances");
        }
        newest = current(&shared).await;
    }
    let Some(snapshot) = newest.as_ref().filter(|snapshot| snapshot.name == name) else {
        let there = newest.map_or_else(|| "/snapshot".to_owned(), |newest| newest.address());
        return ([(CACHE_CONTROL, "no-store")], Redirect::temporary(&there)).into_response();
    };
    let says =
        |name, text: &str| asked.get(name).and_then(|value| value.to_str().ok()).is_some_and(|v| v.contains(text));
    let headers = [
        (CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (ETAG, format!("\"{name}\"")),
        (VARY, "Accept-Encoding".to_owned()),
    ];
    if says(IF_NONE_MATCH, &name) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if says(ACCEPT_ENCODING, "br") {
        let mut response = (headers, snapshot.brotli.clone()).into_response();
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        return response;
    }
    (headers, snapshot.plain.clone()).into_response()
}
