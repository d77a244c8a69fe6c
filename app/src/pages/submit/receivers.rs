//! Where in the municipality it belongs.

use super::wizard::Wizard;
use crate::{
    i18n::{language, locale, td_string},
    parts::{
        field::{CheckGroup, Select},
        tags::GoalTile,
    },
};
use domain::{draft::Draft, fault::Field, goal::Goal};
use leptos::prelude::*;

#[component]
pub fn ReceiversStep(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let reader = language();
    let taxonomies = wizard.taxonomies();
    let problems = wizard.problems_shown();
    let units = taxonomies
        .units()
        .map(|unit| (unit.slug.to_string(), view! { <span>{unit.name(reader).to_owned()}</span> }.into_any()))
        .collect();
    let unknown = (String::new(), td_string!(l, submit.board_unknown).to_owned());
    let boards = std::iter::once(unknown)
        .chain(taxonomies.boards().map(|board| (board.slug.to_string(), board.name(reader).to_owned())))
        .collect();
    let goals = Goal::all().map(|goal| (goal.to_string(), view! { <GoalTile goal=goal /> }.into_any())).collect();
    view! {
        <div class="columns">
            <CheckGroup
                field=Field::Units
                legend=td_string!(l, submit.units_question)
                hint=td_string!(l, submit.units_hint)
                options=units
                chosen=list(wizard, |draft| &draft.units)
                on_change=write(wizard, |draft| &mut draft.units)
                problems=problems
            />
        </div>
        <Select
            field=Field::Board
            label=td_string!(l, submit.board_question)
            hint=td_string!(l, submit.board_hint)
            options=boards
            value=wizard.text(Field::Board)
            on_input=wizard.write(Field::Board)
            problems=problems
        />
        <div class="goal-choices">
            <CheckGroup
                field=Field::Goals
                legend=td_string!(l, submit.goals_question)
                hint=td_string!(l, submit.goals_hint)
                options=goals
                chosen=list(wizard, |draft| &draft.goals)
                on_change=write(wizard, |draft| &mut draft.goals)
                problems=problems
            />
        </div>
    }
}

fn list(wizard: Wizard, read: fn(&Draft) -> &Vec<String>) -> Signal<Vec<String>> {
    Memo::new(move |_| wizard.draft.with(|draft| read(draft).clone())).into()
}

fn write(wizard: Wizard, list: fn(&mut Draft) -> &mut Vec<String>) -> Callback<Vec<String>> {
    Callback::new(move |chosen| wizard.draft.update(|draft| *list(draft) = chosen))
}
