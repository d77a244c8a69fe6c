//! One person: what the account may do, and everything that can be done with it.

use super::{
    fields::{MadeLink, NameFields, RoleFields},
    role_words, state_words,
};
use crate::{
    api::{ApiError, people::fetch_person},
    i18n::{locale, td_string},
    pages::receipt::arrival,
    parts::{
        field::{FaultLine, ProblemSummary, field_id},
        heading::Heading,
        trouble::Trouble,
    },
    posted::{Posted, posted},
    site::site,
};
use domain::{
    fault::{Field, Problem},
    person::{Deed, DeedKind, PersonRecord, RawPerson, State},
};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

#[component]
pub fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).and_then(|id| id.parse::<i64>().ok());
    let posted = StoredValue::new(posted());
    // Only courtesy: the server refuses whoever may not.
    let may = StoredValue::new(site().visitor.administrator().map(|_| ()));
    let record = Resource::new(id, move |id| async move {
        may.get_value().map_err(ApiError::Denied)?;
        fetch_person(id.ok_or(ApiError::NotFound)?).await
    });
    view! {
        <Transition>
            {move || record.get().map(|answer| match answer {
                Ok(record) => view! { <Record record=record posted=posted.get_value() /> }.into_any(),
                Err(error) => view! { <Trouble error=error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Record(record: PersonRecord, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let PersonRecord { person, deeds } = record;
    let action = format!("/people/{}", person.account.id);
    let done = use_query_map().with_untracked(|query| query.get("done")).and_then(|done| done_words(&done));
    let (raw, problems, faults, link) = match posted {
        Some(Posted::Person { raw, problems }) => (raw, problems, Vec::new(), None),
        Some(Posted::Faults(faults)) => (RawPerson::of(&person.account), Vec::new(), faults, None),
        Some(Posted::Link { path }) => (RawPerson::of(&person.account), Vec::new(), Vec::new(), Some(path)),
        _ => (RawPerson::of(&person.account), Vec::new(), Vec::new(), None),
    };
    let is_erased = person.state == State::Erased;
    let (state, elsewhere) = (person.state, person.signs_in_elsewhere);
    let seen = person.seen.map(|seen| td_string!(l, people.seen, at = arrival(&seen)).to_string());
    view! {
        <div class="page stack loose">
            <div class="page-head">
                <p class="crumb"><A href="/people">{td_string!(l, people.back)}</A></p>
                <Heading text=person.account.name.clone() />
                <p class="lead">{role_words(&person.account.role)}" · "{state_words(state)}</p>
                {seen.map(|seen| view! { <p class="hint">{seen}</p> })}
            </div>
            {done.map(|done| view! { <p class="notice good" role="status">{done}</p> })}
            {link.map(|path| view! { <MadeLink path=path /> })}
            {elsewhere.then(|| view! { <p class="notice">{td_string!(l, people.elsewhere)}</p> })}
            {(!is_erased).then(|| view! {
                <Change action=action.clone() raw=raw problems=problems />
                <Doings action=action state=state faults=faults />
            })}
            <Deeds deeds=deeds />
        </div>
    }
}

#[component]
fn Change(action: String, raw: RawPerson, problems: Vec<Problem>) -> impl IntoView {
    let raw = RwSignal::new(raw);
    let problems = Signal::stored(problems);
    view! {
        <form method="post" action=action class="stack loose" novalidate>
            <ProblemSummary problems=problems />
            <NameFields raw=raw problems=problems />
            <RoleFields raw=raw problems=problems />
            <div class="actions">
                <button class="button" name="action" value="save">{td_string!(locale(), people.save)}</button>
            </div>
        </form>
    }
}

/// What else can be done with the account, each by a button of its own.
#[component]
fn Doings(action: String, state: State, faults: Vec<Problem>) -> impl IntoView {
    let l = locale();
    let disabled = state == State::Disabled;
    let doing = {
        let action = action.clone();
        move |name: &'static str, words: &'static str, more: &'static str| {
            view! {
                <form method="post" action=action.clone() class="doing">
                    <button class="button small plain" name="action" value=name>{words}</button>
                    <p class="hint">{more}</p>
                </form>
            }
        }
    };
    let faults = Signal::stored(faults);
    view! {
        <section class="stack" aria-labelledby="doings">
            <h2 id="doings">{td_string!(l, people.doings)}</h2>
            <ProblemSummary problems=faults />
            {(!disabled).then(|| doing("link", td_string!(l, people.do_link), td_string!(l, people.do_link_more)))}
            {doing("sign-out", td_string!(l, people.do_sign_out), td_string!(l, people.do_sign_out_more))}
            {if disabled {
                doing("enable", td_string!(l, people.do_enable), td_string!(l, people.do_enable_more))
            } else {
                doing("disable", td_string!(l, people.do_disable), td_string!(l, people.do_disable_more))
            }}
            {doing("export", td_string!(l, people.do_export), td_string!(l, people.do_export_more))}
            <form method="post" action=action class="doing stack">
                <p class="hint">{td_string!(l, people.do_erase_more)}</p>
                <FaultLine field=Field::Sure problems=faults />
                <label class="option">
                    <input type="checkbox" id=field_id(Field::Sure) name=Field::Sure.name() value="yes" />
                    <span class="option-text">{td_string!(l, people.do_erase_sure)}</span>
                </label>
                <p><button class="button small plain" name="action" value="erase">{td_string!(l, people.do_erase)}</button></p>
            </form>
        </section>
    }
}

/// What has been done with the account.
#[component]
fn Deeds(deeds: Vec<Deed>) -> impl IntoView {
    let l = locale();
    let line = |Deed { at, by, what }: Deed| {
        let by = by.map(|by| td_string!(l, people.deed_by, name = by).to_string());
        view! {
            <li>
                <strong>{deed_words(what)}</strong>
                <span class="hint">{arrival(&at)}{by.map(|by| format!(" · {by}"))}</span>
            </li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="deeds">
            <h2 id="deeds">{td_string!(l, people.deeds)}</h2>
            <ol class="deeds">{deeds.into_iter().map(line).collect_view()}</ol>
        </section>
    }
}

fn deed_words(what: DeedKind) -> &'static str {
    let l = locale();
    match what {
        DeedKind::Added => td_string!(l, people.deed.added),
        DeedKind::Changed => td_string!(l, people.deed.changed),
        DeedKind::Invited => td_string!(l, people.deed.invited),
        DeedKind::PasswordSet => td_string!(l, people.deed.password_set),
        DeedKind::SessionsEnded => td_string!(l, people.deed.sessions_ended),
        DeedKind::Disabled => td_string!(l, people.deed.disabled),
        DeedKind::Enabled => td_string!(l, people.deed.enabled),
        DeedKind::Exported => td_string!(l, people.deed.exported),
        DeedKind::Erased => td_string!(l, people.deed.erased),
    }
}

/// That something was done, by the name of its button.
fn done_words(done: &str) -> Option<&'static str> {
    let l = locale();
    Some(match done {
        "save" => td_string!(l, people.done.save),
        "sign-out" => td_string!(l, people.done.sign_out),
        "disable" => td_string!(l, people.done.disable),
        "enable" => td_string!(l, people.done.enable),
        "erase" => td_string!(l, people.done.erase),
        _ => return None,
    })
}
