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
use quick_cache::{
    DefaultHashBuilder, Weighter,
    sync::{Cache, DefaultLifecycle, PlaceholderGuard},
};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::time::timeout;

/// How much is kept, in bytes: some thousand pages.
const MOST_BYTES: u64 = 64 << 20;
/// How many pages that may be, roughly.
const PAGES: usize = 4096;
/// How long to wait for another's rendering: then something is amiss with it, and the page is rendered once more.
const PATIENCE: Duration = Duration::from_secs(1);

/// Answers with the kept page where there is one, and keeps what everybody is answered alike.
pub async fn keep(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let Some(key) = Key::of(&shared, &request) else { return next.run(request).await };
    let brotli = takes_brotli(request.headers());
    shared.pages.answer(&key, brotli, next.run(request)).await
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
    /// The page for a client that takes brotli, or doesn't.
    fn respond(&self, takes_brotli: bool) -> Response {
        let Rendered { headers, html, brotli } = &*self.0;
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

fn takes_brotli(headers: &HeaderMap) -> bool {
    headers.get_all(ACCEPT_ENCODING).iter().any(|value| {
        let takes = |coding: &str| coding.split(';').map(str::trim).eq(["br"]);
        value.to_str().is_ok_and(|value| value.split(',').any(takes))
    })
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

/// Where a page is to be kept that one request is having rendered.
type Place<'pages> = PlaceholderGuard<'pages, Key, Page, Weight, DefaultHashBuilder, DefaultLifecycle<Key, Page>>;

impl KeptPages {
    /// Answers with the kept page, or with a new one, which is kept if it is for everybody. Right after a write many ask
    /// for the same page: one has it rendered, the others wait for that.
    async fn answer(&self, key: &Key, takes_brotli: bool, rendering: impl Future<Output = Response>) -> Response {
        let place = match timeout(PATIENCE, self.0.get_value_or_guard_async(key)).await {
            Ok(Ok(page)) => return page.respond(takes_brotli),
            Ok(Err(place)) => Some(place),
            Err(_) => None,
        };
        let response = rendering.await;
        let is_for_all = response.status() == StatusCode::OK && !response.headers().contains_key(SET_COOKIE);
        match place {
            Some(place) if is_for_all => keep_in(place, response).await,
            _ => response,
        }
    }
}

/// Keeps a page and answers with it.
async fn keep_in(place: Place<'_>, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(html) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(CONTENT_LENGTH);
    let mut headers = parts.headers.clone();
    headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
    // Where others need the room more it is not kept, and that is all.
    let _ = place.insert(Page(Arc::new(Rendered { headers, html: html.clone(), brotli: OnceLock::new() })));
    // This first reader does not wait for the compressed copy: the layer outside compresses as it sends.
    Response::from_parts(parts, html.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::task::JoinSet;

    fn key(address: &str) -> Key {
        let day = "2026-11-29".parse().expect("a day");
        Key { revision: 1, day, language: Language::Swedish, https: false, address: address.to_owned() }
    }

    /// How often a page is rendered that `readers` ask for at once, and what they are answered.
    async fn asked_for(readers: usize, page: fn() -> Response) -> (usize, Vec<(StatusCode, Bytes)>) {
        let (pages, rendered) = (Arc::new(KeptPages::default()), Arc::new(AtomicUsize::new(0)));
        let mut reading = JoinSet::new();
        for _ in 0..readers {
            let (pages, rendered) = (Arc::clone(&pages), Arc::clone(&rendered));
            reading.spawn(async move {
                let rendering = async {
                    rendered.fetch_add(1, Ordering::Relaxed);
                    tokio::task::yield_now().await;
                    page()
                };
                let (parts, body) = pages.answer(&key("/portfolio"), false, rendering).await.into_parts();
                (parts.status, to_bytes(body, usize::MAX).await.expect("a body"))
            });
        }
        let answers = reading.join_all().await;
        (rendered.load(Ordering::Relaxed), answers)
    }

    #[tokio::test]
    async fn of_many_who_ask_at_once_one_has_the_page_rendered() {
        let (rendered, answers) = asked_for(50, || "a page".into_response()).await;
        assert_eq!((rendered, answers), (1, vec![(StatusCode::OK, "a page".into()); 50]));
    }

    #[tokio::test]
    async fn what_is_for_one_reader_is_rendered_for_each() {
        let (rendered, answers) = asked_for(50, || ([(SET_COOKIE, "a=b")], "mine").into_response()).await;
        assert_eq!((rendered, answers), (50, vec![(StatusCode::OK, "mine".into()); 50]));
        let (rendered, answers) = asked_for(50, || StatusCode::NOT_FOUND.into_response()).await;
        assert_eq!((rendered, answers), (50, vec![(StatusCode::NOT_FOUND, Bytes::new()); 50]));
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_long_for_anothers_rendering() {
        let pages = Arc::new(KeptPages::default());
        let stuck = Arc::clone(&pages);
        let stuck = tokio::spawn(async move { stuck.answer(&key("/"), false, std::future::pending()).await });
        tokio::task::yield_now().await;
        let page = pages.answer(&key("/"), false, async { "a page".into_response() }).await;
        assert_eq!(page.status(), StatusCode::OK);
        assert!(!stuck.is_finished());
    }
}
