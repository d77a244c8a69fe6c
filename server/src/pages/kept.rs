//! Pages that everybody is shown alike, kept until the portfolio changes: between two writes reading costs almost
//! nothing.

use crate::{clock, context::Shared, layers::caller::Caller};
use axum::{
    body::{Bytes, to_bytes},
    extract::Request,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, VARY},
    },
    response::{IntoResponse, Response},
};
use domain::{access::Visitor, day::Day, language::Language};
use quick_cache::{Weighter, sync::Cache};
use std::sync::{Arc, OnceLock};

/// How much is kept, in bytes: some thousand pages.
const MOST_BYTES: u64 = 64 << 20;
/// How many pages that may be, roughly.
const PAGES: usize = 4096;

/// What a kept page depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    revision: u64,
    /// Some pages tell how long ago something was.
    day: Day,
    language: Language,
    address: String,
}

impl Key {
    /// The key of a page that is the same for everybody; none for one that is not.
    pub fn of(shared: &Shared, caller: &Caller, request: &Request) -> Option<Self> {
        let uri = request.uri();
        let is_public = caller.visitor == Visitor::Resident && is_public(uri.path());
        (request.method() == Method::GET && is_public).then(|| Self {
            revision: shared.store.revision(),
            day: clock::day(clock::now()),
            language: caller.language,
            address: uri.path_and_query().map_or_else(String::new, ToString::to_string),
        })
    }
}

/// Whether a page shows the published portfolio, or nothing that changes, and no form of a visitor's own.
fn is_public(path: &str) -> bool {
    matches!(path, "/" | "/portfolio" | "/compass" | "/about" | "/accessibility" | "/privacy")
        || path.starts_with("/portfolio/")
        // Its one form is for managers, who get no page that was kept.
        || (path.starts_with("/insights") && path != "/insights/target")
}

/// A page as it was rendered.
#[derive(Clone)]
pub struct Page(Arc<Rendered>);

struct Rendered {
    headers: HeaderMap,
    html: Bytes,
    /// Made when it is first asked for.
    brotli: OnceLock<Bytes>,
}

impl Page {
    /// The page for a client that sent these headers.
    pub fn respond(&self, asked: &HeaderMap) -> Response {
        let Rendered { headers, html, brotli } = &*self.0;
        let takes_brotli = asked.get_all(ACCEPT_ENCODING).iter().any(|value| {
            let takes = |coding: &str| coding.split(';').map(str::trim).eq(["br"]);
            value.to_str().is_ok_and(|value| value.split(',').any(takes))
        });
        let mut response = if takes_brotli {
            let body = brotli.get_or_init(|| crate::compress::brotli(html, QUALITY)).clone();
            let mut response = body.into_response();
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            response
        } else {
            html.clone().into_response()
        };
        for (name, value) in headers {
            response.headers_mut().insert(name, value.clone());
        }
        response.headers_mut().append(VARY, HeaderValue::from_static("Accept-Encoding"));
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
    pub fn get(&self, key: &Key) -> Option<Page> {
        self.0.get(key)
    }

    /// Keeps a page and answers with it.
    pub async fn keep(&self, key: Key, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let Ok(html) = to_bytes(body, usize::MAX).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        parts.headers.remove(CONTENT_LENGTH);
        let page =
            Page(Arc::new(Rendered { headers: parts.headers.clone(), html: html.clone(), brotli: OnceLock::new() }));
        self.0.insert(key, page);
        // This first reader does not wait for the compressed copy: the layer outside compresses as it sends.
        Response::from_parts(parts, html.into())
    }
}
