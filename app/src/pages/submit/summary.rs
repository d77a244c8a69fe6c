//! Everything that was answered, to look through before it is sent.

use super::{
    kind::kind_words,
    place::{driver_words, purpose_words},
    progress::step_name,
    wizard::{Wizard, step_address},
};
use crate::{
    i18n::{language, locale, td_string},
    site::site,
    words,
};
use domain::{
    draft::{Draft, Kind, Step},
    facet::Facet,
    fault::Field,
    goal::Goal,
    taxonomy::{Body, Taxonomies},
};
use leptos::prelude::*;

/// Everything that was answered, step by step, each with a way back to it.
#[component]
pub fn Summary(wizard: Wizard) -> impl IntoView {
    let l = locale();
    move || {
        // Worked out only where it is read.
        (wizard.shown.get() == Step::Review).then(|| {
            let draft = wizard.draft.get();
            let taxonomies = wizard.taxonomies();
            let parts = [Step::Kind, Step::Describe, Step::Where, Step::Place].map(|step| {
                let lines: Vec<_> = answers(&draft, &taxonomies, step)
                    .into_iter()
                    .map(|(field, answer)| {
                        view! { <div><dt>{asked(field)}</dt><dd class="paragraph">{answer}</dd></div> }
                    })
                    .collect();
                let label = td_string!(l, submit.change_label, name = step_name(step)).to_string();
                view! {
                    <section class="answers">
                        <h3>{step_name(step)}</h3>
                        <a href=step_address(step) aria-label=label>{td_string!(l, submit.change)}</a>
                        <dl class="facts-list across">{lines}</dl>
                    </section>
                }
            });
            view! { <div class="summary">{parts.collect_view()}</div> }
        })
    }
}

/// What an answer answers. The two numbers of the place are one answer here.
fn asked(field: Field) -> String {
    match field {
        Field::X => td_string!(locale(), submit.placed).to_owned(),
        field => words::field(field),
    }
}

/// The answers of a step in words; what may be left out and was is not among them.
fn answers(draft: &Draft, taxonomies: &Taxonomies, step: Step) -> Vec<(Field, String)> {
    let written = |field: Field| (field, draft.text(field).trim().to_owned());
    let all = match step {
        Step::Kind => vec![
            (Field::Kind, draft.kind.parse().map(|kind| kind_words(kind).0.to_owned()).unwrap_or_default()),
            (Field::Origin, draft.origin.parse().map(words::origin).unwrap_or_default()),
            (Field::Challenge, challenge(draft)),
        ],
        Step::Describe => {
            let mut answers = vec![written(Field::Title), written(Field::Need)];
            if draft.kind == Kind::Idea.name() {
                answers.push(written(Field::Plan));
            }
            answers.extend([written(Field::Audience), written(Field::HopedBenefit)]);
            answers
        }
        Step::Where => vec![
            (Field::Units, units(draft, taxonomies)),
            (Field::Board, board(draft, taxonomies)),
            (Field::Goals, goals(draft)),
        ],
        Step::Place => vec![
            (Field::Purpose, facet(&draft.purpose, purpose_words)),
            (Field::Driver, facet(&draft.driver, driver_words)),
            (Field::X, draft.placement().map(words::place).unwrap_or_default()),
            (Field::Priority, words::priority(draft.priority.parse().unwrap_or_default())),
        ],
        Step::Review => Vec::new(),
    };
    all.into_iter().filter(|(_, answer)| !answer.is_empty()).collect()
}

fn challenge(draft: &Draft) -> String {
    let site = site();
    let answered = site.challenges.iter().find(|challenge| challenge.slug.to_string() == draft.challenge);
    answered.map(|challenge| challenge.title.get(language()).to_string()).unwrap_or_default()
}

fn units(draft: &Draft, taxonomies: &Taxonomies) -> String {
    let names = names(taxonomies.units(), |slug| draft.units.iter().any(|chosen| chosen == slug));
    if names.is_empty() { td_string!(locale(), submit.left_to_us).to_owned() } else { names }
}

fn board(draft: &Draft, taxonomies: &Taxonomies) -> String {
    let name = names(taxonomies.boards(), |slug| draft.board == slug);
    if name.is_empty() { td_string!(locale(), submit.left_to_us).to_owned() } else { name }
}

fn names<'all>(bodies: impl Iterator<Item = &'all Body>, is_chosen: impl Fn(&str) -> bool) -> String {
    let chosen = bodies.filter(|body| is_chosen(&body.slug.to_string()));
    chosen.map(|body| body.name(language())).collect::<Vec<_>>().join(", ")
}

fn goals(draft: &Draft) -> String {
    let chosen = Goal::all().filter(|goal| draft.goals.contains(&goal.to_string()));
    chosen.map(|goal| format!("{goal} {}", words::goal(goal))).collect::<Vec<_>>().join(", ")
}

fn facet(answer: &str, words: fn(Facet) -> (&'static str, &'static str)) -> String {
    answer.parse().map(|facet| words(facet).0.to_owned()).unwrap_or_default()
}
