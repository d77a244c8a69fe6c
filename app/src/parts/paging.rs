//! The way through a list of several pages, each of which is an address of its own.

use crate::i18n::{locale, td_string};
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn Paging(
    /// From 1.
    page: u32,
    pages: u32,
    /// The address of a page.
    to: impl Fn(u32) -> String + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let l = locale();
    (pages > 1).then(|| {
        let previous = (page > 1).then(|| {
            view! { <A href=to(page - 1) attr:rel="prev" attr:class="button plain">{td_string!(l, explore.previous)}</A> }
        });
        let next = (page < pages).then(|| {
            view! { <A href=to(page + 1) attr:rel="next" attr:class="button plain">{td_string!(l, explore.next)}</A> }
        });
        view! {
            <nav class="pages" aria-label=td_string!(l, explore.pages)>
                {previous}
                <span>{td_string!(l, explore.page_of, page = page, pages = pages).to_string()}</span>
                {next}
            </nav>
        }
    })
}
