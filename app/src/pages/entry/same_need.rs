//! "Jag har samma behov": how many have it, and the button to say so or take it back.

use crate::{
    api::{ApiError, portfolio::fetch_dossier},
    i18n::{language, locale, td_string},
    parts::{address::reference_in_address, card::other_language, heading::Heading, trouble::Trouble},
    posted::{Posted, posted},
};
use domain::{entry::Dossier, reference::Reference, same_need::SameNeed};
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn SameNeedBox(reference: Reference, same_need: SameNeed) -> impl IntoView {
    let l = locale();
    let SameNeed { count, is_own, is_open } = same_need;
    let words = if is_own {
        td_string!(l, entry.same_need.own, count = count.saturating_sub(1)).to_string()
    } else {
        td_string!(l, entry.same_need.count, count = count).to_string()
    };
    let form = |action: &'static str, class: &'static str, words: &'static str| {
        view! {
            <form method="post" action=format!("/portfolio/{reference}/same-need")>
                <button class=class name="action" value=action>{words}</button>
            </form>
        }
    };
    (is_open || count > 0).then(|| {
        view! {
            <section id="same-need" class="same-need" aria-label=td_string!(l, entry.same_need.title)>
                {(is_open && !is_own).then(|| form("share", "button", td_string!(l, entry.same_need.share)))}
                <p class="same-need-count">{words}</p>
                {is_own.then(|| form("withdraw", "quiet", td_string!(l, entry.same_need.withdraw)))}
            </section>
        }
    })
}

/// The same on a page of its own, where it could not be said.
#[component]
pub fn SameNeedPage() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let dossier =
        Resource::new(reference, |reference| async move { fetch_dossier(reference.ok_or(ApiError::NotFound)?).await });
    let wait = move || match posted.get_value() {
        Some(Posted::SameNeed { seconds }) => Some(seconds),
        _ => None,
    };
    view! {
        <Transition>
            {move || dossier.get().map(|answer| match answer {
                Ok(dossier) => view! { <Alone dossier=dossier wait=wait() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Alone(dossier: Dossier, wait: Option<u32>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Dossier { entry, same_need, .. } = dossier;
    let lang = other_language(entry.title.language(reader)).unwrap_or(reader.name());
    let wait = wait.map(|seconds| {
        let hours = seconds.div_ceil(60 * 60);
        view! {
            <p class="notice problem" role="alert">{td_string!(l, entry.same_need.wait, count = hours).to_string()}</p>
        }
    });
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href=format!("/portfolio/{}", entry.reference)>{td_string!(l, action.back_to)}</A></p>
                <Heading text=entry.title.get(reader).to_string() lang=lang />
            </div>
            {wait}
            <SameNeedBox reference=entry.reference same_need=same_need />
        </div>
    }
}
