//! Editing a published entry: the same fields as when it came in, and why.

use crate::{
    api::{ApiError, manage::fetch_acting},
    i18n::{language, locale, td_string},
    pages::manage::{Overtaken, RevisionFields, differences},
    parts::{
        address::reference_in_address,
        card::other_language,
        field::{ProblemSummary, TextArea},
        heading::Heading,
        trouble::Trouble,
    },
    posted::{Posted, RevisionRefusal, posted},
    site::site,
    words,
};
use domain::{action::Acting, fault::Field, revision::RawRevision, stage::Stage, text::Reason};
use leptos::prelude::*;
use leptos_router::components::A;

#[component]
pub fn Edit() -> impl IntoView {
    let reference = reference_in_address();
    let posted = StoredValue::new(posted());
    let may = StoredValue::new(site().visitor.manager().map(|_| ()));
    let acting = Resource::new(reference, move |reference| async move {
        let reference = reference.ok_or(ApiError::NotFound)?;
        // Only courtesy: the form of somebody who may not is refused by the server.
        may.get_value().map_err(ApiError::Denied)?;
        fetch_acting(reference).await
    });
    view! {
        <Transition>
            {move || acting.get().map(|answer| match answer {
                Ok(acting) => view! { <EditPage acting=acting posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn EditPage(acting: Acting, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let Acting { entry, version, .. } = acting;
    let reference = entry.reference;
    let (title, lang) = (entry.title.get(reader).to_string(), other_language(entry.title.language(reader)));
    let saved = RawRevision::of(&entry);
    let (raw, reason, conceals, refusal) = match posted {
        Some(Posted::Edit { raw, reason, conceals, refusal }) => (raw, reason, conceals, Some(refusal)),
        _ => (saved.clone(), String::new(), false, None),
    };
    let (problems, differences) = match refusal {
        Some(RevisionRefusal::Invalid(problems)) => (problems, None),
        Some(RevisionRefusal::Stale { .. }) => (Vec::new(), Some(differences(&raw, &saved))),
        Some(RevisionRefusal::Secret) | None => (Vec::new(), None),
    };
    let raw = RwSignal::new(raw);
    let reason = RwSignal::new(reason);
    let problems = Signal::stored(problems);
    let address = format!("/portfolio/{reference}/edit");
    let overtaken = differences.map(|differences| {
        let address = address.clone();
        view! { <Overtaken differences=differences address=address /> }
    });
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href=format!("/portfolio/{reference}")>{td_string!(l, action.back_to)}</A></p>
                <Heading text=title lang=lang.unwrap_or(reader.name()) />
                <p class="lead">{td_string!(l, change.edit_lead)}</p>
            </div>
            <form method="post" action=address class="stack loose" novalidate>
                <h2>{td_string!(l, change.edit)}</h2>
                <ProblemSummary problems=problems />
                {overtaken}
                // The version that is shown here: another manager's later change is told, not overwritten.
                <input type="hidden" name="version" value=version.to_string() />
                <RevisionFields raw=raw problems=problems is_idea={entry.journey.stage() > Stage::Need} />
                <TextArea
                    field=Field::Reason
                    label=words::field(Field::Reason)
                    hint=td_string!(l, change.reason_hint)
                    rows=2
                    max=Reason::MAX
                    value=reason
                    on_input=Callback::new(move |text| reason.set(text))
                    problems=problems
                />
                <label class="option">
                    <input type="checkbox" name="conceals" value="1" checked=conceals />
                    <span class="option-text">
                        <span class="option-name">{td_string!(l, change.conceal)}</span>
                        <span class="option-more">{td_string!(l, change.conceal_hint)}</span>
                    </span>
                </label>
                <div class="actions"><button class="button">{td_string!(l, change.save)}</button></div>
            </form>
        </div>
    }
}
