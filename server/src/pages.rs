//! The app's pages: rendered and [`seal`]ed.

mod seal;

use crate::{context::Shared, layers::caller::Caller};
use app::{backend::Backend, posted::Posted, shell::shell};
use axum::{
    Extension,
    body::to_bytes,
    extract::{Request, State},
    http::{
        StatusCode,
        header::{CONTENT_LENGTH, CONTENT_SECURITY_POLICY},
    },
    response::{IntoResponse, Response},
};
use domain::assignment::OnOnesDesk;
use leptos::{nonce::use_nonce, prelude::provide_context};
use leptos_axum::render_app_async_with_context;
use std::{
    panic::resume_unwind,
    sync::{Arc, OnceLock},
};
use tracing::Instrument;

/// How many pages are rendered at once; others wait for their turn. Rendering is work for processors: with many more
/// begun than there are of those, each is slower, and so are all together (end2end/docs/load.md).
pub const RENDERED_AT_ONCE: usize = 32;

/// Answers with the page at the address.
pub async fn page(State(shared): State<Shared>, Extension(caller): Extension<Caller>, request: Request) -> Response {
    render(&shared, &caller, request, None).await
}

/// What lies on whoever has signed in, for the start page.
async fn desk(shared: &Shared, caller: &Caller, path: &str) -> Option<OnOnesDesk> {
    let pass = caller.visitor.own_account().ok().filter(|_| path == "/")?;
    // The page is there without it.
    shared.store.on_desk(pass).await.ok()
}

/// Renders the page at the address of a request, with what was posted to it and not accepted.
pub async fn render(shared: &Shared, caller: &Caller, request: Request, posted: Option<Posted>) -> Response {
    let nonce = Arc::new(OnceLock::new());
    let context = shared.context(caller, posted);
    let desk = desk(shared, caller, request.uri().path()).await;
    let context = {
        let nonce = Arc::clone(&nonce);
        move || {
            context();
            if let Some(desk) = desk.clone() {
                provide_context(desk);
            }
            if let Some(of_this_rendering) = use_nonce() {
                let _ = nonce.set(of_this_rendering.to_string());
            }
        }
    };
    let Ok(turn) = Arc::clone(&shared.turns).acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    // Once begun it goes to its end, even when whoever asked hangs up: what leptos has started would miss what it reads.
    let rendering = tokio::spawn(
        async move {
            let _turn = turn;
            let (parts, body) = render_app_async_with_context(context, shell)(request).await.into_parts();
            (parts, to_bytes(body, usize::MAX).await)
        }
        .in_current_span(),
    );
    let (mut parts, html) = match rendering.await {
        Ok(rendered) => rendered,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        },
    };
    let (Ok(html), Some(nonce)) = (html, nonce.get()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Some((html, policy)) = std::str::from_utf8(&html).ok().and_then(|html| seal::seal(html, nonce)) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.insert(CONTENT_SECURITY_POLICY, policy);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, html.into())
}
