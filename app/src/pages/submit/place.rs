//! Where on the compass it lies: two questions, and the compass to fine-tune what they give.

use super::wizard::Wizard;
use crate::{
    i18n::{locale, td_string},
    parts::{
        compass::{PlacePicker, WeightBars},
        field::RadioGroup,
    },
    words,
};
use domain::{facet::Facet, fault::Field, placement::Placement, stage::Priority};
use leptos::prelude::*;

const LABEL: &str = "picker-label";

#[component]
pub fn PlaceStep(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let problems = wizard.problems_shown();
    let answers = |words: fn(Facet) -> (&'static str, &'static str)| {
        Facet::ALL
            .iter()
            .map(|facet| {
                let (name, more) = words(*facet);
                (facet.to_string(), name.to_owned(), more.to_owned())
            })
            .collect::<Vec<_>>()
    };
    let priorities = Priority::ALL
        .iter()
        .map(|priority| {
            let more = match priority {
                Priority::High => td_string!(l, submit.priority.high),
                Priority::Medium => td_string!(l, submit.priority.medium),
                Priority::Low => td_string!(l, submit.priority.low),
            };
            (priority.to_string(), words::priority(*priority), more.to_owned())
        })
        .collect::<Vec<_>>();
    let priority = wizard.text(Field::Priority);
    // Nobody needs to choose: what is taken where nothing is said is shown as chosen.
    let priority = Signal::derive(move || match priority.get() {
        unsaid if unsaid.is_empty() => Priority::default().to_string(),
        said => said,
    });
    view! {
        <p>{td_string!(l, submit.place_lead)}</p>
        <RadioGroup
            field=Field::Purpose
            legend=td_string!(l, submit.purpose_question)
            options=answers(purpose_words)
            value=wizard.text(Field::Purpose)
            on_input=wizard.write(Field::Purpose)
            problems=problems
        />
        <RadioGroup
            field=Field::Driver
            legend=td_string!(l, submit.driver_question)
            options=answers(driver_words)
            value=wizard.text(Field::Driver)
            on_input=wizard.write(Field::Driver)
            problems=problems
        />
        <FineTuning wizard=wizard />
        <RadioGroup
            field=Field::Priority
            legend=td_string!(l, submit.priority_question)
            options=priorities
            value=priority
            on_input=wizard.write(Field::Priority)
            problems=problems
        />
    }
}

/// An answer to why it is wanted, and its explanation.
pub fn purpose_words(facet: Facet) -> (&'static str, &'static str) {
    let l = locale();
    match facet {
        Facet::Enhancement => {
            (td_string!(l, submit.purpose.enhancement), td_string!(l, submit.purpose.enhancement_more))
        }
        Facet::Mission => (td_string!(l, submit.purpose.mission), td_string!(l, submit.purpose.mission_more)),
        Facet::Adaptive => (td_string!(l, submit.purpose.adaptive), td_string!(l, submit.purpose.adaptive_more)),
        Facet::Anticipatory => {
            (td_string!(l, submit.purpose.anticipatory), td_string!(l, submit.purpose.anticipatory_more))
        }
    }
}

/// An answer to what drove it, and its explanation.
pub fn driver_words(facet: Facet) -> (&'static str, &'static str) {
    let l = locale();
    match facet {
        Facet::Enhancement => (td_string!(l, submit.driver.enhancement), td_string!(l, submit.driver.enhancement_more)),
        Facet::Mission => (td_string!(l, submit.driver.mission), td_string!(l, submit.driver.mission_more)),
        Facet::Adaptive => (td_string!(l, submit.driver.adaptive), td_string!(l, submit.driver.adaptive_more)),
        Facet::Anticipatory => {
            (td_string!(l, submit.driver.anticipatory), td_string!(l, submit.driver.anticipatory_more))
        }
    }
}

/// The compass with the dot where the answers put it, to be moved from there.
#[component]
fn FineTuning(wizard: Wizard) -> impl IntoView {
    let l = locale();
    let placement = wizard.placement();
    let is_placed = Memo::new(move |_| placement.get().is_some());
    let is_moved = Memo::new(move |_| wizard.draft.with(|draft| !draft.x.is_empty() || !draft.y.is_empty()));
    let lies = Signal::derive(move || placement.get().unwrap_or(Placement::CENTRE));
    let place = move |to: Option<Placement>| {
        wizard.draft.update(|draft| {
            draft.x = to.map(|to| to.x().to_string()).unwrap_or_default();
            draft.y = to.map(|to| to.y().to_string()).unwrap_or_default();
        });
    };
    let hidden = move |field: Field| {
        let value = wizard.text(field);
        view! { <input type="hidden" name=field.name() value=value.get_untracked() prop:value=move || value.get() /> }
    };
    view! {
        {hidden(Field::X)}
        {hidden(Field::Y)}
        <section class="fine-tuning needs-js" class:waiting=move || !is_placed.get() aria-labelledby="fine-tuning">
            <h3 id="fine-tuning">{td_string!(l, submit.tune_title)}</h3>
            {move || if is_placed.get() {
                view! {
                    <p>{td_string!(l, submit.tune_text)}</p>
                    <p class="hidden" id=LABEL>{td_string!(l, compass.picker_label)}</p>
                    <div class="fine-tuning-body">
                        <PlacePicker placement=lies on_move=move |to| place(Some(to)) labelled_by=LABEL />
                        <div class="stack">
                            <p class="place-words">{move || words::place(lies.get())}</p>
                            <WeightBars placement=lies />
                            {move || is_moved.get().then(|| view! {
                                <p><button type="button" class="button small plain" on:click=move |_| place(None)>
                                    {td_string!(l, submit.tune_back)}
                                </button></p>
                            })}
                        </div>
                    </div>
                }.into_any()
            } else {
                view! { <p class="hint">{td_string!(l, submit.tune_first)}</p> }.into_any()
            }}
        </section>
    }
}
