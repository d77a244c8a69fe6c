//! Pages whose code a browser fetches when the first of its chunk is opened, so that the first visit stays light.
//!
//! `wasm-split-cli` cuts the browser's program at the functions that [`lazy_page`] makes: what only the pages of one
//! chunk need goes into that chunk's file, what several need into a file of its own. On the server all of it is one
//! program.

use crate::{
    api::ApiError,
    browser,
    parts::trouble::{Trouble, TroubleProps},
};
use leptos::{prelude::*, wasm_split::SplitLoaderError};
use leptos_router::hooks::use_url;
use std::future::{Future, pending};

/// Makes a page lazy: a type for its route, `name`, that shows `component` once its chunk has come.
macro_rules! lazy_page {
    ($chunk:ident: $name:ident = $component:path) => {
        pub struct $name;

        impl leptos_router::LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> leptos::prelude::AnyView {
                #[leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, preload(__preload), fallible)]
                #[allow(non_snake_case, unsafe_code, reason = "named as its route; unsafe is what the library adds")]
                fn $name() -> Result<leptos::prelude::AnyView, leptos::wasm_split::SplitLoaderError> {
                    use leptos::prelude::IntoAny;
                    Ok($component().into_any())
                }
                $crate::chunks::shown($name()).await
            }
        }
    };
}
pub(crate) use lazy_page;

/// A page as soon as its chunk is there. Where it can't be had, because there is no network or a newer program has
/// taken its place, the browser turns to the server instead; without a network the app stays and says so.
pub async fn shown(page: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> AnyView {
    let url = use_url().get_untracked();
    let Ok(page) = page.await else {
        if browser::has_no_network() {
            return Trouble(TroubleProps { error: ApiError::Unreachable }).into_any();
        }
        let mark = if url.search().is_empty() { "" } else { "?" };
        browser::do_without_program(&format!("{}{mark}{}{}", url.path(), url.search(), url.hash()));
        return pending().await;
    };
    page
}
