//! Who has a submission, and what the registrar notes of it.

use crate::{
    i18n::{locale, td_string},
    parts::field::{FaultLine, ProblemSummary, Select, TextInput, described_by, field_id, hint_id},
    posted::{CustodyRefusal, Posted},
    words,
};
use domain::{
    fault::{Field, Problem},
    reception::{
        Received,
        custody::{Custody, DiaryNumber, RawCustody},
    },
};
use leptos::prelude::*;

#[component]
pub fn CustodyForm(received: Received, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let Received { entry, custody, holders, .. } = received;
    let (raw, problems, overtaken) = match posted {
        Some(Posted::Custody { raw, refusal: CustodyRefusal::Invalid(problems) }) => (raw, problems, None),
        Some(Posted::Custody { raw, refusal: CustodyRefusal::Overtaken }) => {
            (raw, Vec::new(), Some(in_words(&custody)))
        }
        _ => (RawCustody::of(&custody), Vec::new(), None),
    };
    let nobody = (String::new(), td_string!(l, reception.nobody).to_owned());
    let holders = holders.into_iter().map(|holder| (holder.id.to_string(), holder.name));
    let raw = RwSignal::new(raw);
    let problems: Signal<Vec<Problem>> = Signal::stored(problems);
    view! {
        <form method="post" action=format!("/manage/{}", entry.reference) class="stack custody" novalidate>
            <h2>{td_string!(l, reception.custody)}</h2>
            <ProblemSummary problems=problems />
            {overtaken.map(|words| view! { <p class="notice warning" role="alert">{words}</p> })}
            // The version that is shown here: somebody else's later change is told, not overwritten.
            <input type="hidden" name="version" value=custody.version.to_string() />
            <Select
                field=Field::Holder
                label=words::field(Field::Holder)
                options=[nobody].into_iter().chain(holders).collect()
                value=Signal::derive(move || raw.with(|raw| raw.holder.clone()))
                on_input=Callback::new(move |holder| raw.update(|raw| raw.holder = holder))
                problems=problems
            />
            <TextInput
                field=Field::DiaryNumber
                label=words::field(Field::DiaryNumber)
                hint=td_string!(l, reception.diary_hint)
                autocomplete="off"
                max=DiaryNumber::MAX
                value=Signal::derive(move || raw.with(|raw| raw.diary_number.clone()))
                on_input=Callback::new(move |number| raw.update(|raw| raw.diary_number = number))
                problems=problems
            />
            <div class="field">
                <label class="option">
                    <input
                        type="checkbox"
                        id=field_id(Field::Secrecy)
                        name=Field::Secrecy.name()
                        aria-describedby=described_by(Field::Secrecy)
                        checked=raw.with_untracked(|raw| raw.is_secret)
                    />
                    <span class="option-text">{words::field(Field::Secrecy)}</span>
                </label>
                <p class="hint" id=hint_id(Field::Secrecy)>{td_string!(l, reception.secrecy_hint)}</p>
                <FaultLine field=Field::Secrecy problems=problems />
            </div>
            <div class="actions">
                <button class="button small plain" name="action" value="custody">{td_string!(l, reception.custody_save)}</button>
            </div>
        </form>
    }
}

/// How a custody stands now, for whoever was overtaken.
fn in_words(custody: &Custody) -> String {
    let l = locale();
    let holder = match &custody.holder {
        Some(holder) => td_string!(l, reception.has_it, name = holder.name.clone()).to_string(),
        None => td_string!(l, reception.nobody_has_it).to_owned(),
    };
    let diary = custody.diary_number.as_deref().unwrap_or(td_string!(l, reception.custody_none)).to_owned();
    let secrecy =
        if custody.is_secret { td_string!(l, reception.secrecy_yes) } else { td_string!(l, reception.secrecy_no) };
    td_string!(l, reception.custody_overtaken, holder = holder, diary = diary, secrecy = secrecy).to_string()
}
