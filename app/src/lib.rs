//! Fyrfält's pages and server functions, compiled twice: for the server (`ssr`) and for the browser (`hydrate`).
//!
//! [`routes`] lists every address and its page; [`pages`] has one file for each, built from [`parts`]. What a page
//! needs from the server it asks of [`api`], which asks the [`backend`] port that the server implements. Every rule is
//! in the `domain` crate, every word in `locales/`, reached through [`i18n`] and [`words`]. [`shell`] is the HTML
//! document, `mail` the words of mails, [`register`] those of the registrar's list, [`site`] what every page knows,
//! [`posted`] what comes back from a form that could not be accepted, and [`browser`] what exists only in a browser.

#![recursion_limit = "256"]

pub mod api;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod browser;
mod chunks;
pub mod i18n;
pub mod insights;
#[cfg(feature = "ssr")]
pub mod mail;
pub mod pages;
pub mod parts;
pub mod posted;
pub mod register;
pub mod routes;
pub mod settings;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod site;
pub mod words;

/// Makes the page that the server rendered interactive, once its chunk has come.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = leptos::tachys::dom::document().body() else { return };
    let typed = browser::Typed::keep();
    leptos::mount::hydrate_from_async(body, routes::App).await.forget();
    // What stands in a `Transition` becomes interactive in a task of its own.
    browser::settled().await;
    typed.give_back();
    browser::mark_hydrated();
}
