//! What it is about.

use super::{similar::Similar, wizard::Wizard};
use crate::{
    i18n::{locale, td_string},
    parts::field::{TextArea, TextInput},
};
use domain::{
    fault::Field,
    text::{NeedText, Passage, Phrase, Title},
};
use leptos::prelude::*;

#[component]
pub fn DescribeStep(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let problems = wizard.problems_shown();
    let is_idea = wizard.is_idea();
    view! {
        <div class="stack">
            <TextInput
                field=Field::Title
                label=td_string!(l, submit.title_label)
                hint=td_string!(l, submit.title_hint)
                required=true
                autocomplete="off"
                max=Title::MAX
                value=wizard.text(Field::Title)
                on_input=wizard.write(Field::Title)
                problems=problems
            />
            <Counter text=wizard.text(Field::Title) max=Title::MAX />
        </div>
        <Similar wizard=wizard />
        <div class="stack">
            <TextArea
                field=Field::Need
                label=td_string!(l, submit.need_label)
                hint=td_string!(l, submit.need_hint)
                required=true
                rows=6
                max=NeedText::MAX
                value=wizard.text(Field::Need)
                on_input=wizard.write(Field::Need)
                problems=problems
            />
            <Counter text=wizard.text(Field::Need) max=NeedText::MAX />
        </div>
        <div class="stack" class:later=move || !is_idea.get()>
            <TextArea
                field=Field::Plan
                label=td_string!(l, submit.plan_label)
                hint=td_string!(l, submit.plan_hint)
                required=is_idea
                max=Passage::MAX
                value=wizard.text(Field::Plan)
                on_input=wizard.write(Field::Plan)
                problems=problems
            />
            <Counter text=wizard.text(Field::Plan) max=Passage::MAX />
        </div>
        <div class="stack">
            <TextInput
                field=Field::Audience
                label=td_string!(l, submit.audience_label)
                hint=td_string!(l, submit.audience_hint)
                required=is_idea
                autocomplete="off"
                max=Phrase::MAX
                value=wizard.text(Field::Audience)
                on_input=wizard.write(Field::Audience)
                problems=problems
            />
            <Counter text=wizard.text(Field::Audience) max=Phrase::MAX />
        </div>
        <div class="stack">
            <TextArea
                field=Field::HopedBenefit
                label=td_string!(l, submit.benefit_label)
                hint=td_string!(l, submit.benefit_hint)
                rows=3
                max=Passage::MAX
                value=wizard.text(Field::HopedBenefit)
                on_input=wizard.write(Field::HopedBenefit)
                problems=problems
            />
            <Counter text=wizard.text(Field::HopedBenefit) max=Passage::MAX />
        </div>
    }
}

/// How much room is left, once it is getting tight. Shown at each letter, read out only now and then.
#[component]
fn Counter(text: Signal<String>, max: usize) -> impl IntoView {
    let l = locale();
    let (near, max) = (room(max / 5), room(max));
    let left = Memo::new(move |_| max - text.with(|text| room(text.trim().chars().count())));
    let spoken = Memo::new(move |_| milestone(left.get()).filter(|milestone| *milestone <= near));
    let seen = move || (left.get() <= near).then(|| left_words(left.get()));
    view! {
        <div class="counter needs-js">
            <p class:over=move || left.get() < 0 aria-hidden="true">{seen}</p>
            <p class="hidden" aria-live="polite">
                {move || spoken.get().map(|milestone| match milestone {
                    ..0 => td_string!(l, submit.too_long).to_owned(),
                    milestone => td_string!(l, submit.at_most_left, count = milestone).to_string(),
                })}
            </p>
        </div>
    }
}

/// A number of characters; no text that fits into a form has more than this holds.
fn room(characters: usize) -> i32 {
    i32::try_from(characters).unwrap_or(i32::MAX)
}

fn left_words(left: i32) -> String {
    let l = locale();
    let count = left.unsigned_abs();
    if left < 0 {
        td_string!(l, submit.over, count = count).to_string()
    } else {
        td_string!(l, submit.left, count = count).to_string()
    }
}

/// The last of the few counts at which what is left is read out.
fn milestone(left: i32) -> Option<i32> {
    if left < 0 { Some(-1) } else { [0, 10, 20, 50, 100, 500].into_iter().find(|milestone| left <= *milestone) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_read_out_seldom() {
        assert_eq!(
            [501, 500, 101, 100, 15, 1, 0, -1, -40].map(milestone),
            [None, Some(500), Some(500), Some(100), Some(20), Some(10), Some(0), Some(-1), Some(-1)]
        );
    }
}
