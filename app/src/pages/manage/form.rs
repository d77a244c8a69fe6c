//! The forms of a manager: one to edit and publish, one to decline.

use crate::{
    i18n::{language, locale, td_string},
    parts::{
        field::{CheckGroup, ProblemSummary, RadioGroup, Select, TextArea, TextInput},
        tags::GoalChip,
    },
    site::site,
    words,
};
use domain::{
    draft::Kind,
    entry::Entry,
    fault::{Fault, Field, Problem},
    goal::Goal,
    reference::Reference,
    revision::RawRevision,
    stage::{Origin, Priority, Stage},
    text::{NeedText, Passage, Phrase, Reason, Summary, Title},
};
use leptos::prelude::*;

/// Edits what came in; its buttons save or publish. The browser keeps what is written, so no signal does.
#[component]
pub fn EditForm(entry: Entry, raw: RawRevision, problems: Vec<Problem>, version: i64) -> impl IntoView {
    let l = locale();
    let site = site();
    let problems = Signal::stored(problems);
    let is_idea = Stage::from(Kind::Idea) <= entry.journey.stage();
    let line = move |field, label: &'static str, max, required, value: String| {
        let value = RwSignal::new(value);
        view! {
            <TextInput field=field label=label max=max required=required value=value on_input=move |text| value.set(text) problems=problems />
        }
    };
    let prose = move |field, label: &'static str, rows, max, required, value: String| {
        let value = RwSignal::new(value);
        view! {
            <TextArea field=field label=label rows=rows max=max required=required value=value on_input=move |text| value.set(text) problems=problems />
        }
    };
    let origin = RwSignal::new(raw.origin);
    let origins =
        Origin::ALL.iter().map(|origin| (origin.to_string(), words::origin(*origin), String::new())).collect();
    let priority = RwSignal::new(raw.priority);
    let priorities = Priority::ALL
        .iter()
        .map(|priority| (priority.to_string(), words::priority(*priority), String::new()))
        .collect();
    let units = RwSignal::new(raw.units);
    let unit_names = site
        .taxonomies
        .units()
        .map(|unit| (unit.slug.to_string(), unit.name(language()).to_owned().into_any()))
        .collect();
    let board = RwSignal::new(raw.board);
    let boards =
        site.taxonomies.boards().map(|board| (board.slug.to_string(), board.name(language()).to_owned())).collect();
    let goals = RwSignal::new(raw.goals);
    let goal_names = Goal::all()
        .map(|goal| {
            let name = view! { <span class="goal-option"><span aria-hidden="true"><GoalChip goal=goal /></span>{words::goal(goal)}</span> };
            (goal.to_string(), name.into_any())
        })
        .collect();
    view! {
        <form method="post" action=format!("/manage/{}", entry.reference) class="stack loose" id="edit">
            <h2>{td_string!(l, manage.edit_title)}</h2>
            <p class="hint">{td_string!(l, manage.edit_hint)}</p>
            <ProblemSummary problems=problems />
            <input type="hidden" name="version" value=version.to_string() />
            {line(Field::Title, td_string!(l, words.field.title), Title::MAX, true, raw.title)}
            {prose(Field::Summary, td_string!(l, words.field.summary), 3, Summary::MAX, true, raw.summary)}
            {prose(Field::Need, td_string!(l, words.field.need), 8, NeedText::MAX, true, raw.need)}
            {prose(Field::Plan, td_string!(l, words.field.plan), 6, Passage::MAX, is_idea, raw.plan)}
            {line(Field::Audience, td_string!(l, words.field.audience), Phrase::MAX, is_idea, raw.audience)}
            {prose(Field::HopedBenefit, td_string!(l, words.field.hoped_benefit), 4, Passage::MAX, false, raw.hoped_benefit)}
            {line(Field::TitleEnglish, td_string!(l, words.field.title_en), Title::MAX, false, raw.title_en)}
            {prose(Field::SummaryEnglish, td_string!(l, words.field.summary_en), 3, Summary::MAX, false, raw.summary_en)}
            <RadioGroup field=Field::Origin legend=td_string!(l, words.field.origin) options=origins value=origin on_input=move |value| origin.set(value) problems=problems />
            <CheckGroup field=Field::Units legend=td_string!(l, words.field.units) options=unit_names chosen=units on_change=move |value| units.set(value) problems=problems />
            <Select field=Field::Board label=td_string!(l, words.field.board) options=boards value=board on_input=move |value| board.set(value) problems=problems />
            <CheckGroup field=Field::Goals legend=td_string!(l, words.field.goals) options=goal_names chosen=goals on_change=move |value| goals.set(value) problems=problems />
            <RadioGroup field=Field::Priority legend=td_string!(l, words.field.priority) options=priorities value=priority on_input=move |value| priority.set(value) problems=problems />
            <p class="hint">{td_string!(l, manage.publish_hint)}</p>
            <div class="actions">
                <button class="button" name="action" value="publish">{td_string!(l, manage.publish)}</button>
                <button class="button plain" name="action" value="save">{td_string!(l, manage.save)}</button>
            </div>
        </form>
    }
}

/// Declines with a reason that the sender gets to read.
#[component]
pub fn DeclineForm(reference: Reference, version: i64, reason: String, fault: Option<Fault>) -> impl IntoView {
    let l = locale();
    let problems: Vec<_> = fault.into_iter().map(|fault| Problem { field: Field::Reason, fault }).collect();
    let reason = RwSignal::new(reason);
    view! {
        <form method="post" action=format!("/manage/{reference}") class="stack decline">
            <h2>{td_string!(l, manage.decline_title)}</h2>
            <input type="hidden" name="version" value=version.to_string() />
            <TextArea
                field=Field::Reason
                label=td_string!(l, manage.reason)
                hint=td_string!(l, manage.reason_hint)
                required=true
                rows=4
                max=Reason::MAX
                value=reason
                on_input=move |text| reason.set(text)
                problems=Signal::stored(problems)
            />
            <div class="actions">
                <button class="button plain danger" name="action" value="decline">{td_string!(l, manage.decline)}</button>
            </div>
        </form>
    }
}
