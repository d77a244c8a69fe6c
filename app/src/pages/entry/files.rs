//! Files beside an entry: on its page for everybody, and on a page of their own for those who manage them.

use crate::{
    api::{ApiError, files::fetch_files},
    i18n::{language, locale, td_string},
    parts::{
        address::reference_in_address,
        card::other_language,
        files::{AddFile, DescribeField, FileView},
        heading::Heading,
        trouble::Trouble,
    },
    posted::{Posted, posted},
    site::site,
    words,
};
use domain::{
    attachment::{Attachment, FileAct, FileState, Files},
    fault::Field,
    reference::Reference,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

/// The files of an entry. Of those that not everybody sees, it says so.
#[component]
pub fn Gallery(reference: Reference, files: Vec<Attachment>, may_change: bool) -> impl IntoView {
    let l = locale();
    let views: Vec<_> = files
        .into_iter()
        .map(|file| {
            let state = state_in_words(file.state).map(|words| view! { <p class="small">{words}</p> });
            view! { <li><FileView file=file />{state}</li> }
        })
        .collect();
    (may_change || !views.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="files">
                <h2 id="files">{td_string!(l, file.title)}</h2>
                {(!views.is_empty()).then(|| view! { <ul class="gallery">{views}</ul> })}
                {may_change.then(|| view! {
                    <p><A href=format!("/portfolio/{reference}/files")>{td_string!(l, file.manage)}</A></p>
                })}
            </section>
        }
    })
}

/// What is said of a file that not everybody sees.
fn state_in_words(state: FileState) -> Option<&'static str> {
    let l = locale();
    match state {
        FileState::Waiting => Some(td_string!(l, file.state.waiting)),
        FileState::Withdrawn => Some(td_string!(l, file.state.withdrawn)),
        FileState::Shown => None,
    }
}

/// The page of those who manage them.
#[component]
pub fn ManageFiles() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let may = StoredValue::new(site().visitor.manager().map(|_| ()));
    let files = Resource::new(reference, move |reference| async move {
        let reference = reference.ok_or(ApiError::NotFound)?;
        // Only courtesy: the server refuses those who may not.
        may.get_value().map_err(ApiError::Denied)?;
        fetch_files(reference).await
    });
    view! {
        <Transition>
            {move || files.get().map(|answer| match answer {
                Ok(files) => view! { <FilesPage files=files posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn FilesPage(files: Files, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Files { reference, title, is_published, files } = files;
    let (title, lang) = (title.get(reader).to_string(), other_language(title.language(reader)));
    let done = use_query_map().with_untracked(|query| query.get("done")).filter(|_| posted.is_none());
    let done = done.and_then(|done| match done.as_str() {
        "shown" => Some(("notice good", td_string!(l, file.done.shown))),
        "describe" => Some(("notice warning", td_string!(l, file.done.describe))),
        "show" => Some(("notice good", td_string!(l, file.done.show))),
        "withdraw" => Some(("notice good", td_string!(l, file.done.withdraw))),
        _ => None,
    });
    let (back, back_to) = if is_published {
        (format!("/portfolio/{reference}"), td_string!(l, action.back_to))
    } else {
        (format!("/manage/{reference}"), td_string!(l, manage.title))
    };
    let is_empty = files.is_empty();
    let lines: Vec<_> = files
        .into_iter()
        .map(|file| view! { <li><Line reference=reference file=file posted=posted.clone() /></li> })
        .collect();
    let add = posted.clone();
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href=back>{back_to}</A></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead">{if is_published { td_string!(l, file.lead) } else { td_string!(l, file.lead_waiting) }}</p>
            </div>
            {done.map(|(class, words)| view! { <p class=class role="status">{words}</p> })}
            <section class="stack" aria-labelledby="files">
                <h2 id="files">{td_string!(l, file.title)}</h2>
                {is_empty.then(|| view! { <p class="hint">{td_string!(l, file.none)}</p> })}
                {(!is_empty).then(|| view! { <ul class="managed-files">{lines}</ul> })}
            </section>
            <section class="stack" aria-labelledby="add">
                <h2 id="add">{td_string!(l, file.add)}</h2>
                <AddFile address=format!("/portfolio/{reference}/files") posted=add />
            </section>
        </div>
    }
}

/// A file with what can be done with it.
#[component]
fn Line(reference: Reference, file: Attachment, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let (id, name, state) = (file.id.clone(), file.name.clone(), file.state);
    let (written, problems) = match posted {
        Some(Posted::File { id: of, description, problems, .. }) if of == id => (description, problems),
        _ => (file.description.as_deref().unwrap_or_default().to_owned(), Vec::new()),
    };
    let facts: Vec<_> = [Some(name.clone()), file.by_sender.then(|| td_string!(l, file.by_sender).to_owned())]
        .into_iter()
        .flatten()
        .chain(state_in_words(state).map(str::to_owned))
        .collect();
    let is_picture = file.kind.is_picture();
    let acts = FileAct::ALL.iter().copied().filter(|act| act.leads_to(state).is_some());
    let buttons: Vec<_> = acts
        .filter(|act| *act != FileAct::Describe || (is_picture && state == FileState::Shown))
        .map(|act| {
            let words = match act {
                FileAct::Show => td_string!(l, file.act.show),
                FileAct::Withdraw => td_string!(l, file.act.withdraw),
                FileAct::Describe => td_string!(l, file.act.describe),
            };
            let class = if act == FileAct::Show { "button small" } else { "button small plain" };
            let label = td_string!(l, file.act.about, act = words, name = name.clone()).to_string();
            view! { <button class=class name="action" value=act.name() aria-label=label>{words}</button> }
        })
        .collect();
    view! {
        <FileView file=file />
        <form method="post" action=format!("/portfolio/{reference}/files") enctype="multipart/form-data" class="stack">
            <p class="small">{facts.join(" · ")}</p>
            <input type="hidden" name="id" value=id />
            {is_picture.then(|| view! { <DescribeField label=words::field(Field::Description) written=written problems=problems /> })}
            <div class="actions">{buttons}</div>
        </form>
    }
}
