//! Published entries about the same thing, found while the title is written: a need that is there already is better
//! followed than handed in again.

use super::wizard::Wizard;
use crate::{
    api::portfolio::similar,
    browser,
    i18n::{language, locale, td_string},
    parts::{
        card::{entry_address, other_language},
        tags::StandingTag,
    },
};
use domain::{draft::Step, entry::Card, fault::Field};
use leptos::{leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use std::time::Duration;

/// How long a person may pause between two letters before what is written so far is looked for.
const PAUSE: Duration = Duration::from_millis(300);
/// Shorter titles say too little.
const SHORTEST: usize = 8;
/// The id of the panel that a person who chose "this is the same" is led to.
const SAME: &str = "same-thing";

#[component]
pub fn Similar(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let found = RwSignal::new(Vec::<Card>::new());
    let same = RwSignal::new(None::<Card>);
    let title = wizard.text(Field::Title);
    let mut look = debounce(PAUSE, move |text: String| {
        spawn_local(async move {
            let answer = similar(text.clone()).await.unwrap_or_default();
            // An answer about what has been written over since is not shown.
            if title.try_get_untracked().is_some_and(|title| title == text) {
                found.set(answer);
            }
        });
    });
    Effect::new(move || {
        let text = title.get();
        if wizard.shown.get() != Step::Describe {
            return;
        }
        if text.trim().chars().count() < SHORTEST {
            found.set(Vec::new());
        } else {
            look(text);
        }
    });
    let choose = move |card: Card| {
        same.set(Some(card));
        request_animation_frame(|| browser::focus(SAME));
    };
    let dismiss = move || {
        same.set(None);
        request_animation_frame(|| browser::focus("field-need"));
    };
    let count = Memo::new(move |_| found.with(|found| u32::try_from(found.len()).unwrap_or(u32::MAX)));
    view! {
        <div class="similar needs-js">
            <p class="similar-count" role="status">
                {move || (count.get() > 0).then(|| td_string!(l, submit.similar, count = count.get()).to_string())}
            </p>
            {move || match same.get() {
                Some(card) => view! { <SameThing card=card dismiss=Callback::new(move |()| dismiss()) /> }.into_any(),
                None => found
                    .get()
                    .into_iter()
                    .map(|card| view! { <SimilarLine card=card choose=Callback::new(choose) /> })
                    .collect_view()
                    .into_any(),
            }}
        </div>
    }
}

/// An entry that may be about the same thing.
#[component]
fn SimilarLine(card: Card, choose: Callback<Card>) -> impl IntoView {
    let l = locale();
    let (title, lang) = (card.title.get(language()).to_string(), other_language(card.title.language(language())));
    let summary = card.summary.get(language()).to_string();
    let summary_lang = other_language(card.summary.language(language()));
    let (address, standing, label) =
        (entry_address(&card), card.standing, td_string!(l, submit.same_label, title = title.clone()).to_string());
    view! {
        <div class="similar-line">
            <p class="similar-title">
                <a href=address target="_blank" rel="noopener external" lang=lang>
                    {title}
                    <span class="hidden" lang=language().name()>" "{td_string!(l, submit.new_tab)}</span>
                </a>
                <StandingTag standing=standing />
            </p>
            <p class="hint" lang=summary_lang>{summary}</p>
            <button type="button" class="button small plain" aria-label=label on:click=move |_| choose.run(card.clone())>
                {td_string!(l, submit.same)}
            </button>
        </div>
    }
}

/// What it means that an entry is there already.
#[component]
fn SameThing(card: Card, dismiss: Callback<()>) -> impl IntoView {
    let l = locale();
    let (title, lang) = (card.title.get(language()).to_string(), other_language(card.title.language(language())));
    view! {
        <div id=SAME class="notice stack" role="group" aria-labelledby="same-title" tabindex="-1">
            <h3 id="same-title">{td_string!(l, submit.same_title)}</h3>
            <p>
                <a href=entry_address(&card) target="_blank" rel="noopener external" lang=lang>
                    {title}
                    <span class="hidden" lang=language().name()>" "{td_string!(l, submit.new_tab)}</span>
                </a>
            </p>
            <p>{td_string!(l, submit.same_text)}</p>
            <div class="actions">
                <a class="button small" href=entry_address(&card)>{td_string!(l, submit.same_enough)}</a>
                <button type="button" class="button small plain" on:click=move |_| dismiss.run(())>
                    {td_string!(l, submit.same_anyway)}
                </button>
            </div>
        </div>
    }
}
