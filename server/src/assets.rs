//! The browser's files, embedded in the program by `build.rs`. What we build lies in a folder whose name changes with
//! its content, and is kept for a year; the few files that the world asks for by name are kept for an hour.

use axum::{
    Router,
    http::{
        HeaderValue, Response,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use memory_serve::{CacheControl, MemoryServe};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, sync::LazyLock};
use tower_http::set_header::SetResponseHeaderLayer;

/// Where a page finds its style and its browser part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetLinks {
    pub css: String,
    pub js: String,
    pub wasm: String,
}

/// The routes with the unpacked files, which the library keeps for the life of the program.
static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    Router::new().nest(&folder(), site().cache_control(CacheControl::Custom(FOR_GOOD)).into_router()).merge(public())
});

/// Unpacks the files, and packs them anew for those who cannot read them as they are kept: some tenths of a second that
/// a start can spend while it waits for the database. [`router`] does it where it has not been done.
pub fn unpack() {
    LazyLock::force(&ROUTER);
}

/// Routes for every embedded file.
pub fn router<S>() -> Router<S> {
    ROUTER.clone().with_state(())
}

/// The links of this build.
pub fn links() -> AssetLinks {
    let folder = folder();
    let link = |name| format!("{folder}/{name}");
    AssetLinks { css: link("fyrfalt.css"), js: link("fyrfalt.js"), wasm: link("fyrfalt_bg.wasm") }
}

/// Where the site lies: all of it together, as the parts of the browser's program name each other, and parts of two
/// builds do not fit.
fn folder() -> String {
    let hashed = site().enable_hashed_routes(true).manifest();
    let names: BTreeSet<_> = hashed.iter().map(|(_, name)| name).collect();
    let content = names.into_iter().collect::<Vec<_>>().join("\n");
    let digest = Sha256::digest(content);
    format!("/pkg/{}", BASE64_URL_SAFE_NO_PAD.encode(&digest[..12]))
}

const FOR_GOOD: &str = "max-age=31536000, immutable";
const AN_HOUR: &str = "max-age=3600";

/// Each directory that `build.rs` named, with its files. A static, so that the program holds the bytes once.
static EMBEDDED: &[(&str, &[memory_serve::Asset])] = include!(concat!(env!("OUT_DIR"), "/memory_serve_assets.rs"));

fn embedded(directory: &str) -> MemoryServe {
    let found = EMBEDDED.iter().find(|(name, _)| *name == directory);
    MemoryServe::new(found.map_or(&[], |(_, assets)| assets)).index_file(None)
}

/// What the Makefile builds; nothing where it has built nothing, as for a plain `cargo test`.
fn site() -> MemoryServe {
    embedded("site")
}

/// `public/` under plain names. Fonts have their version in their name, so that they too may be kept for good.
fn public() -> Router {
    let keep_fonts = |response: &Response<_>| is_font(response).then_some(HeaderValue::from_static(FOR_GOOD));
    embedded("public")
        .cache_control(CacheControl::Custom(AN_HOUR))
        .into_router()
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, keep_fonts))
}

fn is_font<B>(response: &Response<B>) -> bool {
    let content_type = response.headers().get(CONTENT_TYPE);
    content_type.is_some_and(|value| value.as_bytes().starts_with(b"font/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        body::Body,
        http::{Request, StatusCode, header::ETAG},
    };
    use tower::ServiceExt;

    /// Asks for `path`; it must be there, with an entity tag, and be kept as long as `lifetime` says.
    async fn assert_kept(path: &str, lifetime: &str) {
        let request = Request::get(path).body(Body::empty()).expect("a path makes a request");
        let response = router::<()>().oneshot(request).await.expect("the router does not fail");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.headers()[CACHE_CONTROL], lifetime, "{path}");
        assert!(response.headers().contains_key(ETAG), "{path}");
    }

    #[tokio::test]
    async fn built_files_are_kept_for_good_in_the_folder_of_their_build() {
        for (name, _) in site().manifest().iter() {
            assert_kept(&format!("{}{name}", folder()), FOR_GOOD).await;
        }
    }

    #[test]
    fn a_built_site_has_all_that_a_page_links_to() {
        let AssetLinks { css, js, wasm } = links();
        let manifest = site().manifest();
        let served: Vec<_> = manifest.iter().map(|(name, _)| format!("{}{name}", folder())).collect();
        for link in [css, js, wasm] {
            assert!(served.is_empty() || served.contains(&link), "{link}");
        }
    }

    #[tokio::test]
    async fn well_known_names_are_kept_for_an_hour() {
        for path in ["/favicon.svg", "/favicon.ico", "/apple-touch-icon.png", "/robots.txt", "/site.webmanifest"] {
            assert_kept(path, AN_HOUR).await;
        }
    }

    #[tokio::test]
    async fn every_font_of_the_style_is_served_and_kept_for_good() {
        let style = include_str!("../../style/fonts.css");
        let fonts: Vec<_> = style.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            assert_kept(font, FOR_GOOD).await;
        }
    }
}
