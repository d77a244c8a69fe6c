//! The heading of a page, which is also the document's title and where a new page begins for a screen reader.

use crate::i18n::{locale, td_string};
use leptos::{html, prelude::*};
use leptos_meta::Title;

/// How many pages this document has shown.
#[derive(Clone, Copy)]
struct PagesShown(StoredValue<u32>);

/// Lets each new page's heading take the focus, as a fresh document would.
pub fn provide_focus_on_navigation() {
    provide_context(PagesShown(StoredValue::new(0)));
}

/// The one first-level heading of a page.
#[component]
pub fn Heading(
    #[prop(into)] text: String,
    /// The language of the text, where it is another than the page's.
    #[prop(optional)]
    lang: Option<&'static str>,
) -> impl IntoView {
    let PagesShown(shown) = expect_context();
    // By reference and not by id: the page that is being left may still be there, with a heading of its own.
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move || {
        let Some(heading) = heading.get() else { return };
        // The first page is the browser's own affair.
        if shown.get_value() > 0 {
            let _ = heading.focus();
        }
        shown.update_value(|count| *count += 1);
    });
    let title = td_string!(locale(), common.page_title, title = text.clone()).to_string();
    view! {
        <Title text=for_title(title) />
        <h1 node_ref=heading tabindex="-1" lang=lang>{text}</h1>
    }
}

/// The text as `<Title>` needs it: on the server leptos_meta 0.8 writes it into the document as it is, so that a title
/// with markup would be markup; the browser takes it for text.
fn for_title(text: String) -> String {
    if cfg!(feature = "ssr") { text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;") } else { text }
}
