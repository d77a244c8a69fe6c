//! Two versions of a text beside each other, with the words in which they differ marked.

use crate::i18n::{locale, td_string};
use domain::change::wording::{Piece, compare};
use leptos::prelude::*;

#[component]
pub fn Sides(
    /// What the two versions are called.
    names: (String, String),
    before: String,
    after: String,
    /// The language of the texts, where it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
) -> impl IntoView {
    let (was, is) = compare(&before, &after);
    let was: Vec<_> = was.into_iter().map(|piece| removed(piece).into_any()).collect();
    let is: Vec<_> = is.into_iter().map(|piece| added(piece).into_any()).collect();
    view! {
        <div class="sides">
            {side(names.0, was, lang)}
            {side(names.1, is, lang)}
        </div>
    }
}

fn side(name: String, pieces: Vec<AnyView>, lang: Option<&'static str>) -> impl IntoView {
    let text = if pieces.is_empty() {
        view! { <p class="hint">{td_string!(locale(), change.nothing)}</p> }.into_any()
    } else {
        view! { <p class="paragraph" lang=lang>{pieces}</p> }.into_any()
    };
    view! { <div class="side"><p class="side-name">{name}</p>{text}</div> }
}

/// A piece of the version before.
pub fn removed(Piece { text, differs }: Piece) -> impl IntoView {
    if differs { view! { <del>{text}</del> }.into_any() } else { text.into_any() }
}

/// A piece of the version after.
pub fn added(Piece { text, differs }: Piece) -> impl IntoView {
    if differs { view! { <ins>{text}</ins> }.into_any() } else { text.into_any() }
}
