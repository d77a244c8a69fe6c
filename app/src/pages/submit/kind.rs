//! What kind of thing it is, and whether it belongs here at all.

use super::wizard::Wizard;
use crate::{
    i18n::{language, locale, td_string},
    parts::field::{RadioGroup, Select},
    site::site,
    words,
};
use domain::{draft::Kind, fault::Field, stage::Origin};
use leptos::prelude::*;

#[component]
pub fn KindStep(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let problems = wizard.problems_shown();
    let kinds = Kind::ALL
        .iter()
        .map(|kind| {
            let (name, more) = kind_words(*kind);
            (kind.to_string(), name.to_owned(), more.to_owned())
        })
        .collect();
    let origins = Origin::ALL
        .iter()
        .map(|origin| {
            let more = match origin {
                Origin::Residents => td_string!(l, submit.origin.residents),
                Origin::Employees => td_string!(l, submit.origin.employees),
                Origin::World => td_string!(l, submit.origin.world),
            };
            (origin.to_string(), words::origin(*origin), more.to_owned())
        })
        .collect();
    view! {
        <RadioGroup
            field=Field::Kind
            legend=td_string!(l, submit.kind_question)
            options=kinds
            value=wizard.text(Field::Kind)
            on_input=wizard.write(Field::Kind)
            problems=problems
        />
        <RadioGroup
            field=Field::Origin
            legend=td_string!(l, submit.origin_question)
            options=origins
            value=wizard.text(Field::Origin)
            on_input=wizard.write(Field::Origin)
            problems=problems
        />
        <ChallengeQuestion wizard=wizard />
        <OtherChannels />
    }
}

/// Which challenge it answers, while there are any to answer.
#[component]
fn ChallengeQuestion(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let reader = language();
    let open = site().challenges.clone();
    let titles =
        open.into_iter().map(|challenge| (challenge.slug.to_string(), challenge.title.get(reader).to_string()));
    let options: Vec<_> =
        std::iter::once((String::new(), td_string!(l, challenge.none_of_them).to_owned())).chain(titles).collect();
    let problems = wizard.problems_shown();
    // It may have closed meanwhile, and no other be open.
    let is_asked = move || {
        site().challenges.len()
            + problems.with(|problems| problems.iter().filter(|problem| problem.field == Field::Challenge).count())
            > 0
    };
    let options = StoredValue::new(options);
    move || {
        is_asked().then(|| {
            view! {
                <Select
                    field=Field::Challenge
                    label=words::field(Field::Challenge)
                    options=options.get_value()
                    value=wizard.text(Field::Challenge)
                    on_input=wizard.write(Field::Challenge)
                    problems=problems
                />
            }
        })
    }
}

/// What a kind is called, and what it means.
pub fn kind_words(kind: Kind) -> (&'static str, &'static str) {
    let l = locale();
    match kind {
        Kind::Need => (td_string!(l, submit.kind.need), td_string!(l, submit.kind.need_more)),
        Kind::Idea => (td_string!(l, submit.kind.idea), td_string!(l, submit.kind.idea_more)),
    }
}

/// Where to go with what is not for the portfolio.
#[component]
fn OtherChannels() -> impl IntoView {
    let l = locale();
    let settings = site().settings.clone();
    let contact = settings.contact;
    let channels = [
        (
            settings.fault_report,
            td_string!(l, submit.other.fault_report),
            td_string!(l, submit.other.fault_report_more),
        ),
        (settings.complaint, td_string!(l, submit.other.complaint), td_string!(l, submit.other.complaint_more)),
        (
            settings.citizens_initiative,
            td_string!(l, submit.other.initiative),
            td_string!(l, submit.other.initiative_more),
        ),
    ];
    let lines = channels.map(|(address, name, more)| {
        // Where the municipality has no page of its own for it, somebody there knows.
        let address = address.unwrap_or_else(|| format!("mailto:{contact}"));
        view! { <li><a href=address rel="external">{name}</a>" – "{more}</li> }
    });
    view! {
        <aside class="other-channels" aria-labelledby="other-channels">
            <h3 id="other-channels">{td_string!(l, submit.other.title)}</h3>
            <p>{td_string!(l, submit.other.text)}</p>
            <ul>{lines.collect_view()}</ul>
        </aside>
    }
}
