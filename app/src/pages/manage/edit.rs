//! The form for a submission that waits, to edit and publish it.

use super::differences::{Overtaken, differences};
use crate::{
    i18n::{language, locale, td_string},
    parts::{
        field::{CheckGroup, ProblemSummary, RadioGroup, Select, TextArea, TextInput, field},
        tags::GoalLine,
    },
    posted::{Posted, RevisionRefusal},
    site::site,
    words,
};
use domain::{
    draft::Name,
    fault::{Field, Problem},
    goal::Goal,
    reception::Received,
    revision::RawRevision,
    stage::{Origin, Priority, Stage},
    text::{NeedText, Passage, Phrase, Summary, Title},
};
use leptos::prelude::*;

/// Editing, saving and publishing.
#[component]
pub fn EditForm(received: Received, posted: Option<Posted>) -> impl IntoView {
    let l = locale();
    let saved = RawRevision::of(&received.entry);
    let is_secret = matches!(posted, Some(Posted::Revision { refusal: RevisionRefusal::Secret, .. }));
    let (raw, problems, is_stale) = match posted {
        Some(Posted::Revision { raw, refusal: RevisionRefusal::Invalid(problems) }) => (raw, problems, false),
        Some(Posted::Revision { raw, refusal: RevisionRefusal::Stale { .. } }) => (raw, Vec::new(), true),
        Some(Posted::Revision { raw, refusal: RevisionRefusal::Secret }) => (raw, Vec::new(), false),
        _ => (saved.clone(), Vec::new(), false),
    };
    let differences = if is_stale { differences(&raw, &saved) } else { Vec::new() };
    let reference = received.entry.reference;
    let is_idea = received.entry.journey.stage() > Stage::Need;
    let raw = RwSignal::new(raw);
    let problems = Signal::stored(problems);
    let name = match received.sender.name {
        Name::Public(name) => td_string!(l, manage.publishes_name, name = name.to_string()).to_string(),
        Name::Internal(_) | Name::Anonymous => td_string!(l, manage.publishes_no_name).to_owned(),
    };
    view! {
        <form method="post" action=format!("/manage/{reference}") class="stack loose" novalidate>
            <ProblemSummary problems=problems />
            {is_stale.then(|| view! { <Overtaken differences=differences address=format!("/manage/{reference}") /> })}
            {is_secret.then(|| view! { <p class="notice warning" role="alert">{td_string!(l, reception.secret_refused)}</p> })}
            // The version that is shown here: another manager's later change is told, not overwritten.
            <input type="hidden" name="version" value=received.version.to_string() />
            <h2>{td_string!(l, manage.edit_title)}</h2>
            <RevisionFields raw=raw problems=problems is_idea=is_idea />
            <div class="notice stack">
                <h2>{td_string!(l, manage.publishes_title)}</h2>
                <p>{td_string!(l, manage.publishes)}</p>
                <p>{name}</p>
            </div>
            <div class="actions">
                // First, because it is what Enter presses.
                <button class="button plain" name="action" value="save">{td_string!(l, manage.save)}</button>
                <button class="button" name="action" value="publish">{td_string!(l, manage.publish)}</button>
            </div>
        </form>
    }
}

/// What an entry says, to be edited.
#[component]
pub fn RevisionFields(
    raw: RwSignal<RawRevision>,
    problems: Signal<Vec<Problem>>,
    /// Whether the entry has come so far that it cannot be without a plan and an audience.
    is_idea: bool,
) -> impl IntoView {
    let l = locale();
    let line = move |field: Field, required: bool, max: usize, (value, write): (Signal<String>, Callback<String>)| {
        view! {
            <TextInput field=field label=words::field(field) required=required autocomplete="off" max=max value=value on_input=write problems=problems />
        }
    };
    let area = move |field: Field,
                     required: bool,
                     rows: u32,
                     max: usize,
                     (value, write): (Signal<String>, Callback<String>)| {
        view! {
            <TextArea field=field label=words::field(field) required=required rows=rows max=max value=value on_input=write problems=problems />
        }
    };
    view! {
        {line(Field::Title, true, Title::MAX, field!(raw.title))}
        {area(Field::Summary, true, 2, Summary::MAX, field!(raw.summary))}
        {area(Field::Need, true, 6, NeedText::MAX, field!(raw.need))}
        {area(Field::Plan, is_idea, 5, Passage::MAX, field!(raw.plan))}
        {line(Field::Audience, is_idea, Phrase::MAX, field!(raw.audience))}
        {area(Field::HopedBenefit, false, 3, Passage::MAX, field!(raw.hoped_benefit))}
        <Receivers raw=raw problems=problems />
        <details class="more-fields" open=move || raw.with_untracked(|raw| !raw.title_en.is_empty() || !raw.summary_en.is_empty())>
            <summary>{td_string!(l, manage.english)}</summary>
            <div class="stack loose">
                {line(Field::TitleEnglish, false, Title::MAX, field!(raw.title_en))}
                {area(Field::SummaryEnglish, false, 2, Summary::MAX, field!(raw.summary_en))}
            </div>
        </details>
    }
}

/// Whose need it is, who it concerns and how much it presses.
#[component]
fn Receivers(raw: RwSignal<RawRevision>, problems: Signal<Vec<Problem>>) -> impl IntoView {
    let l = locale();
    let reader = language();
    let site = site();
    let taxonomies = &site.taxonomies;
    let units = taxonomies
        .units()
        .map(|unit| (unit.slug.to_string(), view! { <span>{unit.name(reader).to_owned()}</span> }.into_any()))
        .collect();
    let boards = taxonomies.boards().map(|board| (board.slug.to_string(), board.name(reader).to_owned())).collect();
    let goals = Goal::all().map(|goal| (goal.to_string(), view! { <GoalLine goal=goal /> }.into_any())).collect();
    let origins =
        Origin::ALL.iter().map(|origin| (origin.to_string(), words::origin(*origin), String::new())).collect();
    let priorities = Priority::ALL
        .iter()
        .map(|priority| (priority.to_string(), words::priority(*priority), String::new()))
        .collect();
    let (origin, write_origin) = field!(raw.origin);
    let (board, write_board) = field!(raw.board);
    let (priority, write_priority) = field!(raw.priority);
    let (chosen_units, write_units) = field!(raw.units);
    let (chosen_goals, write_goals) = field!(raw.goals);
    view! {
        <RadioGroup field=Field::Origin legend=words::field(Field::Origin) options=origins value=origin on_input=write_origin problems=problems />
        <div class="columns">
            <CheckGroup field=Field::Units legend=words::field(Field::Units) hint=td_string!(l, manage.units_hint) options=units chosen=chosen_units on_change=write_units problems=problems />
        </div>
        <Select field=Field::Board label=words::field(Field::Board) required=true options=boards value=board on_input=write_board problems=problems />
        <div class="goal-choices">
            <CheckGroup field=Field::Goals legend=words::field(Field::Goals) options=goals chosen=chosen_goals on_change=write_goals problems=problems />
        </div>
        <RadioGroup field=Field::Priority legend=words::field(Field::Priority) options=priorities value=priority on_input=write_priority problems=problems />
    }
}
