//! Headers that tell browsers what a page of ours may do, and what may be kept of it.

use super::caller::{Caller, Client};
use crate::context::Shared;
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
            STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};
use domain::{access::Visitor, language::Language};

/// What is no page may do nothing at all.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// The pages use none of what browsers can do with a device.
const NO_DEVICES: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
    fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

/// For a year nothing of this host, which is Fyrfält's own, is to be asked for without TLS (OWASP ASVS 5.0, 3.4.1).
const HTTPS_ALONE: &str = "max-age=31536000; includeSubDomains";

/// Puts the headers of security on every answer.
pub async fn headers(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let https = Client::of(&request, &shared.proxies).https;
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING));
    for (name, value) in [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (REFERRER_POLICY, "same-origin")] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Only documents heed these; on each script they would weigh on the first visit.
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        for (name, value) in [("permissions-policy", NO_DEVICES), ("cross-origin-opener-policy", "same-origin")] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    headers
        .entry(HeaderName::from_static("cross-origin-resource-policy"))
        .or_insert(HeaderValue::from_static("same-origin"));
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HTTPS_ALONE));
    }
    response
}

/// The addresses under which everything is for somebody alone, or holds a secret.
const PRIVATE: [&str; 9] = [
    "/sign-in/resume",
    "/manage",
    "/receipt",
    "/people",
    "/account",
    "/password",
    "/start",
    "/following",
    "/unsubscribe",
];

/// What may be kept of an answer made for somebody: nothing of what only some may see, and of the rest only with
/// asking again.
pub fn personal(caller: &Caller, path: &str, headers: &mut HeaderMap) {
    let private = PRIVATE.iter().any(|part| path.starts_with(part));
    let kept = if private || caller.visitor != Visitor::Resident || path.starts_with("/api/") {
        "no-store"
    } else {
        "private, no-cache"
    };
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(kept));
    headers.append(VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    let language = match caller.language {
        Language::Swedish => "sv",
        Language::English => "en",
    };
    headers.entry(CONTENT_LANGUAGE).or_insert(HeaderValue::from_static(language));
    if private || path == "/sign-in" {
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    }
}
