//! Pages that everybody is shown alike, kept until the portfolio changes: between two writes reading costs almost
//! nothing. They are kept as they leave the other layers, so that a kept one passes none of those again.

use super::{
    caller::{Client, browser_token, token},
    language,
};
use crate::{clock, context::Shared};
use axum::{
    body::{Bytes, to_bytes},
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, SET_COOKIE, VARY},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{day::Day, language::Language};
use quick_cache::{Weighter, sync::Cache};
use std::sync::{Arc, OnceLock};

/// How much is kept, in bytes: some thousand pages.
const MOST_BYTES: u64 = 64 << 20;
/// How many pages that may be, roughly.
const PAGES: usize = 4096;

/// Answers with the kept page where there is one, and keeps what everybody is answered alike.
pub async fn keep(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let Some(key) = Key::of(&shared, &request) else { return next.run(request).await };
    if let Some(page) = shared.pages.0.get(&key) {
        return page.respond(request.headers());
    }
    let response = next.run(request).await;
    let is_for_all = response.status() == StatusCode::OK && !response.headers().contains_key(SET_COOKIE);
    if is_for_all { shared.pages.insert(key, response).await } else { response }
}

/// What a kept page depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    revision: u64,
    /// Some pages tell how long ago something was.
    day: Day,
    language: Language,
    https: bool,
    address: String,
}

impl Key {
    /// The key of a page that is the same for everybody; none for one that is not.
    fn of(shared: &Shared, request: &Request) -> Option<Self> {
        let (uri, headers) = (request.uri(), request.headers());
        if request.method() != Method::GET || !is_public(uri.path()) {
            return None;
        }
        let https = Client::of(request, &shared.proxies).https;
        // Whoever has a session may be shown more, and whoever has said to have the same need is told so.
        let is_known = token(headers, https).is_some()
            || uri.path().starts_with("/portfolio/") && browser_token(headers, https).is_some();
        (!is_known).then(|| Self {
            revision: shared.store.revision(),
            day: clock::day(clock::now()),
            language: language::of(headers),
            https,
            address: uri.path_and_query().map_or_else(String::new, ToString::to_string),
        })
    }
}

/// Whether a page shows the published portfolio, or nothing that changes, and no form of a visitor's own.
fn is_public(path: &str) -> bool {
    matches!(path, "/" | "/portfolio" | "/compass" | "/about" | "/accessibility" | "/privacy")
        || path.starts_with("/portfolio/")
        || (path.starts_with("/challenges") && !path.ends_with("/picture"))
        // Its one form is for managers, who get no page that was kept.
        || (path.starts_with("/insights") && path != "/insights/target")
}

/// A page as it was rendered.
#[derive(Clone)]
struct Page(Arc<Rendered>);

struct Rendered {
    headers: HeaderMap,
    html: Bytes,
    /// Made when it is first asked for.
    brotli: OnceLock<Bytes>,
}

impl Page {
    /// The page for a client that sent these headers.
    fn respond(&self, asked: &HeaderMap) -> Response {
        let Rendered { headers, html, brotli } = &*self.0;
        let takes_brotli = asked.get_all(ACCEPT_ENCODING).iter().any(|value| {
            let takes = |coding: &str| coding.split(';').map(str::trim).eq(["br"]);
            value.to_str().is_ok_and(|value| value.split(',').any(takes))
        });
        let mut headers = headers.clone();
        let body = if takes_brotli {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            brotli.get_or_init(|| crate::compress::brotli(html, QUALITY)).clone()
        } else {
            html.clone()
        };
        let mut response = Response::new(body.into());
        *response.headers_mut() = headers;
        response
    }
}

/// Of brotli's 0 to 11: smaller costs far more time than it saves.
const QUALITY: i32 = 5;

/// The pages kept.
pub struct KeptPages(Cache<Key, Page, Weight>);

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Page> for Weight {
    fn weight(&self, key: &Key, page: &Page) -> u64 {
        // The compressed page, where there is one, is a small part more.
        (key.address.len() + page.0.html.len() * 5 / 4) as u64
    }
}

impl Default for KeptPages {
    fn default() -> Self {
        Self(Cache::with_weighter(PAGES, MOST_BYTES, Weight))
    }
}

impl KeptPages {
    /// Keeps a page and answers with it.
    async fn insert(&self, key: Key, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let Ok(html) = to_bytes(body, usize::MAX).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        parts.headers.remove(CONTENT_LENGTH);
        let mut headers = parts.headers.clone();
        headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
        self.0.insert(key, Page(Arc::new(Rendered { headers, html: html.clone(), brotli: OnceLock::new() })));
        // This first reader does not wait for the compressed copy: the layer outside compresses as it sends.
        Response::from_parts(parts, html.into())
    }
}
