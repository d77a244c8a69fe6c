//! What somebody wrote whose session ended meanwhile, to be sent now that there is another.

use crate::{
    i18n::{locale, td_string},
    parts::{files::FileInput, heading::Heading},
    posted::KeptForm,
    words,
};
use domain::{attachment::MOST_MEGABYTES, fault::Field};
use leptos::prelude::*;

#[component]
pub fn Resume(
    /// None where nothing is kept any more.
    form: Option<KeptForm>,
) -> impl IntoView {
    let l = locale();
    match form {
        None => view! {
            <div class="page stack">
                <Heading text=td_string!(l, sign_in.resume.gone_title) />
                <p class="lead">{td_string!(l, sign_in.resume.gone)}</p>
            </div>
        }
        .into_any(),
        Some(KeptForm { path, fields, is_upload, had_file }) => {
            let told: Vec<_> = fields
                .iter()
                .filter(|(_, value)| !value.trim().is_empty())
                .filter_map(|(name, value)| Some((name.parse::<Field>().ok()?, value.clone())))
                .filter(|(field, _)| !matches!(field, Field::Version | Field::Key | Field::X | Field::Y))
                .map(|(field, value)| view! { <div><dt>{words::field(field)}</dt><dd class="paragraph">{value}</dd></div> })
                .collect();
            let hidden: Vec<_> = fields
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                .collect();
            view! {
                <div class="page stack loose">
                    <div class="page-head">
                        <Heading text=td_string!(l, sign_in.resume.title) />
                        <p class="lead">{td_string!(l, sign_in.resume.lead)}</p>
                    </div>
                    <dl class="facts-list across">{told}</dl>
                    <form id="kept" method="post" action=path enctype=is_upload.then_some("multipart/form-data") class="stack">
                        {hidden}
                        {had_file.then(|| view! {
                            <FileInput
                                label=words::field(Field::File)
                                hint=td_string!(l, sign_in.resume.file, megabytes = MOST_MEGABYTES).to_string()
                                accept="image/jpeg,image/png,image/webp,application/pdf"
                                problems=Signal::stored(Vec::new())
                            />
                        })}
                    </form>
                    <div class="actions">
                        <button class="button" form="kept">{td_string!(l, sign_in.resume.send)}</button>
                        <form method="post" action="/sign-in/resume">
                            <button class="button plain">{td_string!(l, sign_in.resume.leave)}</button>
                        </form>
                    </div>
                </div>
            }
            .into_any()
        }
    }
}
