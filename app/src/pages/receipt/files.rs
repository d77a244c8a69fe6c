//! What whoever handed something in attaches to it.

use crate::{
    i18n::{locale, td_string},
    parts::files::{AddFile, DescribeField, file_size},
    posted::Posted,
};
use domain::attachment::{Attachment, FileAct, FileState, MOST_OF_A_SENDER};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ReceiptFiles(
    secret: String,
    files: Vec<Attachment>,
    /// Whether more may be added.
    is_open: bool,
    posted: Option<Posted>,
) -> impl IntoView {
    let l = locale();
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let came_back = matches!(posted, Some(Posted::File { .. }));
    let done = done.filter(|_| !came_back).and_then(|done| match done.as_str() {
        "attached" => Some(td_string!(l, file.receipt.attached)),
        "describe" => Some(td_string!(l, file.receipt.describe)),
        "described" => Some(td_string!(l, file.done.described)),
        _ => None,
    });
    let counted = files.iter().filter(|file| file.state != FileState::Withdrawn).count();
    let is_full = u32::try_from(counted).is_ok_and(|count| count >= MOST_OF_A_SENDER);
    let address = format!("/receipt/{secret}/files");
    let lines: Vec<_> = files
        .into_iter()
        .map(|file| {
            let describe = is_open && file.kind.is_picture() && file.description.is_none();
            view! { <li class="stack"><Line file=file address=address.clone() describe=describe posted=posted.clone() /></li> }
        })
        .collect();
    (is_open || !lines.is_empty()).then(|| {
        view! {
            <section class="stack" aria-labelledby="files">
                <h2 id="files">{td_string!(l, file.title)}</h2>
                {done.map(|done| view! { <p class="notice good" role="status">{done}</p> })}
                {(!lines.is_empty()).then(|| view! { <ul class="managed-files">{lines}</ul> })}
                {(is_open && !is_full).then(|| view! {
                    <p>{td_string!(l, file.receipt.lead)}" "{td_string!(l, file.receipt.warning)}</p>
                    <AddFile address=address posted=posted />
                })}
            </section>
        }
    })
}

/// A file that was attached. Senders have it themselves, so that its name is enough.
#[component]
fn Line(file: Attachment, address: String, describe: bool, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let (written, problems) = match posted {
        Some(Posted::File { id, description, problems, .. }) if id == file.id => (description, problems),
        _ => (String::new(), Vec::new()),
    };
    let label = td_string!(l, file.receipt.describe_label, name = file.name.clone()).to_string();
    view! {
        <p>{format!("{} ({})", file.name, file_size(file.size))}</p>
        {file.description.map(|text| view! { <p class="hint" lang="sv">{text.to_string()}</p> })}
        {describe.then(|| view! {
            <form method="post" action=address enctype="multipart/form-data" class="stack">
                <input type="hidden" name="id" value=file.id />
                <DescribeField label=label written=written problems=problems />
                <div class="actions">
                    <button class="button small plain" name="action" value=FileAct::Describe.name()>{td_string!(l, file.act.describe)}</button>
                </div>
            </form>
        })}
    }
}
