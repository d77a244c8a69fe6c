//! The interface for programs: the published portfolio as JSON, by the same filter as the pages.

mod answer;
mod description;

use crate::{context::Shared, layers::caller::Caller, secret};
use answer::Refusal;
use axum::{
    Extension,
    body::Body,
    extract::{RawQuery, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode, Uri,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH},
        uri::Authority,
    },
    response::{IntoResponse, Response},
};
use domain::{
    filter::{BadParameter, Filter},
    language::Language,
    taxonomy::Taxonomies,
};
use serde::Serialize;

/// Where the entries are.
pub const PATH: &str = "/api/v1/entries";
/// Where the interface is described.
pub const DESCRIPTION: &str = "/api/v1/openapi.json";
/// How many entries a page has, unless another number is asked for.
const PAGE_SIZE: u32 = 50;
/// The most entries a page may have.
const MOST: u32 = 200;

/// `GET /api/v1/openapi.json`: what programs may ask for, and what they get.
pub async fn described(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Response {
    let portfolio = shared.store.portfolio();
    let site = site(&shared, &caller, &headers);
    let site = if site.is_empty() { "/" } else { &site };
    let description = description::description(portfolio.taxonomies(), site);
    with_etag(json(StatusCode::OK, &description), &description, &headers)
}

/// `GET /api/v1/entries`.
pub async fn entries(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let portfolio = shared.store.portfolio();
    let query = query.unwrap_or_default();
    let (filter, page_size) = match read(&query, portfolio.taxonomies(), caller.language) {
        Ok(read) => read,
        Err(refusal) => return json(StatusCode::BAD_REQUEST, &refusal),
    };
    let exploration = portfolio.explore(&filter, page_size, caller.language);
    let site = site(&shared, &caller, &headers);
    let answer =
        answer::Answer::new(&exploration, portfolio.taxonomies(), filter.page, page_size, caller.language, &site);
    with_etag(json(StatusCode::OK, &answer), &answer, &headers)
}

/// The filter and the page size that a query asks for.
fn read(query: &str, taxonomies: &Taxonomies, language: Language) -> Result<(Filter, u32), Refusal> {
    let mut parsed = Filter::parse(query);
    parsed.bad.extend(parsed.filter.drop_unknown(taxonomies));
    if let Some(BadParameter { name, value }) = parsed.bad.into_iter().next() {
        return Err(Refusal::of_value(name, value, language));
    }
    let mut page_size = PAGE_SIZE;
    for (name, value) in parsed.others {
        if name != "page_size" {
            return Err(Refusal::of_name(name, value, language));
        }
        page_size = match value.parse() {
            Ok(size) if (1..=MOST).contains(&size) => size,
            _ => return Err(Refusal::of_value(name, value, language)),
        };
    }
    Ok((parsed.filter, page_size))
}

/// Where the site is: as set, or as the program that asks knows it.
fn site(shared: &Shared, caller: &Caller, headers: &HeaderMap) -> String {
    match &shared.site {
        Some(site) => site.page(""),
        None => asked_of(headers, caller.client.https),
    }
}

/// The address of the site as the program that asks knows it; empty, for addresses without it, where it does not say.
fn asked_of(headers: &HeaderMap, https: bool) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).and_then(|host| host.parse::<Authority>().ok());
    let scheme = if https { "https" } else { "http" };
    host.and_then(|host| Uri::builder().scheme(scheme).authority(host).path_and_query("/").build().ok())
        .map(|uri| uri.to_string().trim_end_matches('/').to_owned())
        .unwrap_or_default()
}

fn json(status: StatusCode, body: &impl Serialize) -> Response {
    let Ok(text) = serde_json::to_vec(body) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "public, no-cache"),
        // It is public and takes nothing from a cookie but the language: any site's scripts may read it.
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (status, headers, text).into_response()
}

/// Names the answer by its content, and leaves the content out where the program has it already.
fn with_etag(mut response: Response, answer: &impl Serialize, headers: &HeaderMap) -> Response {
    let Ok(text) = serde_json::to_string(answer) else { return response };
    // Weak, because compressing the answer changes its bytes.
    let tag = format!("W/\"{}\"", &secret::hex(&secret::hash("fyrfalt etag", &text))[..32]);
    let bare = tag.trim_start_matches("W/");
    let known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|tags| tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == bare));
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_TYPE);
    }
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}
