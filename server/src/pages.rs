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
use std::sync::{Arc, OnceLock};

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
    let response = render_app_async_with_context(context, shell)(request).await;
    let (mut parts, body) = response.into_parts();
    let (Ok(html), Some(nonce)) = (to_bytes(body, usize::MAX).await, nonce.get()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Some((html, policy)) = std::str::from_utf8(&html).ok().and_then(|html| seal::seal(html, nonce)) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.insert(CONTENT_SECURITY_POLICY, policy);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, html.into())
}
