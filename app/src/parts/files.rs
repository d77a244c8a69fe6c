//! Files beside an entry: as everybody sees them, and the form to add one.

use crate::{
    i18n::{locale, td_string},
    parts::field::{FieldFrame, ProblemSummary, TextInput, described_by, field_id},
    posted::Posted,
    words,
};
use domain::{
    attachment::{Attachment, Description, FileKind, MOST_MEGABYTES},
    fault::{Field, Problem},
};
use leptos::prelude::*;

/// How large a file is, in words: "340 kB", "1,2 MB".
pub fn file_size(bytes: u32) -> String {
    const MEGABYTE: u32 = 1_000_000;
    let l = locale();
    if bytes < MEGABYTE {
        td_string!(l, file.kilobytes, size = bytes.div_ceil(1000)).to_string()
    } else {
        let tenths = (f64::from(bytes) / f64::from(MEGABYTE / 10)).round() / 10.0;
        td_string!(l, file.megabytes, size = words::number(tenths)).to_string()
    }
}

/// A picture with what it shows beneath it, or a link to a file.
#[component]
pub fn FileView(file: Attachment) -> impl IntoView {
    let l = locale();
    let address = file.address();
    let description = file.description.as_deref().map(str::to_owned);
    if file.kind == FileKind::Pdf {
        let name = td_string!(l, file.pdf, name = file.name, size = file_size(file.size)).to_string();
        view! {
            <p><a href=address rel="external" download>{name}</a></p>
            {description.map(|text| view! { <p class="hint" lang="sv">{text}</p> })}
        }
        .into_any()
    } else {
        let (width, height) = file.pixels.unzip();
        let alt = description.clone().unwrap_or_else(|| td_string!(l, file.undescribed).to_owned());
        view! {
            <figure class="picture">
                <a href=address rel="external">
                    <img src=file.address() alt=alt width=width height=height loading="lazy" decoding="async" />
                </a>
                // Seen as text, and heard as the picture's: once each.
                {description.map(|text| view! { <figcaption class="hint" lang="sv" aria-hidden="true">{text}</figcaption> })}
            </figure>
        }
        .into_any()
    }
}

/// The field to choose a file.
#[component]
pub fn FileInput(
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    #[prop(optional)] required: bool,
    /// The types that the browser offers.
    accept: &'static str,
    problems: Signal<Vec<Problem>>,
) -> impl IntoView {
    let faulty = move || problems.with(|problems| problems.iter().any(|problem| problem.field == Field::File));
    view! {
        <FieldFrame field=Field::File label=label hint=hint required=required problems=problems>
            <input
                id=field_id(Field::File)
                name=Field::File.name()
                type="file"
                accept=accept
                aria-describedby=described_by(Field::File)
                aria-required=required.then_some("true")
                aria-invalid=move || faulty().then_some("true")
            />
        </FieldFrame>
    }
}

/// The field to choose a file and the one for what it shows, with the button that sends both.
#[component]
pub fn AddFile(
    /// Where the form is sent to.
    address: String,
    /// What came back of it.
    posted: Option<Posted>,
) -> impl IntoView {
    let l = locale();
    let (written, problems, wait) = match posted {
        Some(Posted::File { id, description, problems, wait }) if id.is_empty() => (description, problems, wait),
        _ => (String::new(), Vec::new(), None),
    };
    let description = RwSignal::new(written);
    let problems: Signal<Vec<Problem>> = Signal::stored(problems);
    view! {
        <form method="post" action=address enctype="multipart/form-data" class="stack" novalidate>
            <ProblemSummary problems=problems />
            {wait.map(|seconds| view! {
                <p class="notice problem" role="alert">{td_string!(l, file.wait, count = seconds.div_ceil(60)).to_string()}</p>
            })}
            <input type="hidden" name="action" value="add" />
            <FileInput
                label=words::field(Field::File)
                hint=td_string!(l, file.add_hint, megabytes = MOST_MEGABYTES).to_string()
                required=true
                accept="image/jpeg,image/png,image/webp,application/pdf"
                problems=problems
            />
            <TextInput
                field=Field::Description
                label=words::field(Field::Description)
                hint=td_string!(l, file.description_hint)
                autocomplete="off"
                max=Description::MAX
                value=description
                on_input=Callback::new(move |text| description.set(text))
                problems=problems
            />
            <div class="actions"><button class="button">{td_string!(l, file.save)}</button></div>
        </form>
    }
}

/// The field for what a picture shows, of which a page may have several.
#[component]
pub fn DescribeField(#[prop(into)] label: String, written: String, problems: Vec<Problem>) -> impl IntoView {
    let faults =
        problems.iter().map(|problem| words::fault(problem.fault, problem.field)).collect::<Vec<_>>().join(" ");
    let is_faulty = !faults.is_empty();
    view! {
        <label class="field" class:faulty=is_faulty>
            <span class="label">{label}</span>
            {is_faulty.then(|| view! { <span class="fault" role="alert">{faults}</span> })}
            <input name=Field::Description.name() autocomplete="off" maxlength=(Description::MAX * 2).to_string() value=written aria-invalid=is_faulty.then_some("true") />
        </label>
    }
}
