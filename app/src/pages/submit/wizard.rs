//! What the wizard knows and does: the draft, where the person is in it, and what is wrong with it.

use super::{
    heading_id,
    sending::{Sending, leaving},
};
use crate::{
    browser,
    posted::{Posted, SubmissionRefusal, posted},
    site::site,
};
use domain::{
    day::Day,
    draft::{Draft, Kind, Step},
    fault::{Field, Problem},
    placement::Placement,
    taxonomy::Taxonomies,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    location::Location,
};

/// The address of the wizard.
pub const PATH: &str = "/submit";
/// The id of the form.
pub const FORM: &str = "wizard";
/// The parameter of the address that holds the step.
const STEP: &str = "step";

/// The address of a step.
pub fn step_address(step: Step) -> String {
    format!("{PATH}?{STEP}={step}")
}

/// The state of the wizard.
#[derive(Clone, Copy)]
pub struct Wizard {
    pub draft: RwSignal<Draft>,
    pub problems: RwSignal<Vec<Problem>>,
    /// What makes sending this draft twice make one entry.
    pub key: RwSignal<String>,
    pub sending: RwSignal<Sending>,
    /// Whether the address asks for a step that only the kept draft, which is yet to be read, can lead to.
    pub resuming: Memo<bool>,
    /// The step that is shown: the one in the address, but never past one that is not complete.
    pub shown: Memo<Step>,
    /// The furthest step that has been shown, to which one may leap from an earlier one.
    pub furthest: RwSignal<Step>,
    /// The first step that is not complete.
    pub incomplete: Memo<Step>,
    /// Whether the browser has taken over, with the draft that it kept.
    pub ready: RwSignal<bool>,
    pub keeping: RwSignal<Keeping>,
    /// Whether this page shows a form that was posted and not accepted: it goes before a draft that was kept.
    pub was_posted: bool,
    /// What the form held before the page became interactive, and what the server had put there.
    pub(super) written: StoredValue<Option<(Draft, Draft)>>,
    /// The step in the address.
    wanted: Memo<Step>,
    taxonomies: StoredValue<Taxonomies>,
    go: Callback<(Step, bool)>,
    /// Leads away once the draft has been received.
    pub(super) leave: Callback<String>,
}

/// Whether the browser keeps the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    Kept,
    /// There was one from an earlier visit.
    Restored(Option<Day>),
    /// The browser keeps nothing.
    Impossible,
}

impl Wizard {
    /// The wizard as the server's answer has it. A draft that the browser kept is read later, by `keep_draft`.
    pub fn new() -> Self {
        let (draft, problems, sending, was_posted) = match posted() {
            Some(Posted::Submission { draft, refusal: SubmissionRefusal::Invalid(problems) }) => {
                (draft, problems, Sending::Idle, true)
            }
            Some(Posted::Submission { draft, refusal: SubmissionRefusal::SentBefore(reference) }) => {
                (draft, Vec::new(), Sending::SentBefore(reference), true)
            }
            Some(Posted::Submission { draft, refusal: SubmissionRefusal::Wait { seconds } }) => {
                (draft, Vec::new(), Sending::Wait(Some(seconds)), true)
            }
            _ => (Draft::default(), Vec::new(), Sending::Idle, false),
        };
        // The browser starts from the server's key: the first rendering must be the same.
        let key = SharedValue::new(browser::random_key).into_inner();
        let written = if cfg!(feature = "hydrate") { browser::written_in(FORM) } else { None };
        let taxonomies = StoredValue::new(site().taxonomies.clone());
        let mut draft = draft;
        keep_to_open_challenges(&mut draft, (!was_posted).then(challenge_in_address).flatten());
        let start = draft.clone();
        let draft = RwSignal::new(draft);
        let incomplete =
            Memo::new(move |_| taxonomies.with_value(|known| draft.with(|draft| draft.first_incomplete(known))));
        let wanted = step_in_address(if was_posted { Step::Review } else { Step::Kind });
        let shown = Memo::new(move |_| wanted.get().min(incomplete.get()));
        let ready = RwSignal::new(false);
        let navigate = use_navigate();
        Self {
            draft,
            problems: RwSignal::new(problems),
            key: RwSignal::new(key),
            sending: RwSignal::new(sending),
            resuming: Memo::new(move |_| !ready.get() && !was_posted && wanted.get() > shown.get()),
            shown,
            furthest: RwSignal::new(Step::Kind),
            incomplete,
            ready,
            keeping: RwSignal::new(Keeping::Kept),
            was_posted,
            written: StoredValue::new(written.map(|written| (start, written))),
            wanted,
            taxonomies,
            leave: leaving(),
            go: Callback::new(move |(step, replace)| {
                navigate(&step_address(step), NavigateOptions { replace, ..Default::default() });
            }),
        }
    }

    /// The answer to a question with one answer.
    pub fn text(self, field: Field) -> Signal<String> {
        Memo::new(move |_| self.draft.with(|draft| draft.text(field).to_owned())).into()
    }

    /// Writes the answer to a question with one answer.
    pub fn write(self, field: Field) -> Callback<String> {
        Callback::new(move |answer| {
            self.draft.update(|draft| {
                if matches!(field, Field::Purpose | Field::Driver) {
                    // Another answer is another starting place.
                    draft.x.clear();
                    draft.y.clear();
                }
                if let Some(text) = draft.text_mut(field) {
                    *text = answer;
                }
            });
        })
    }

    /// What is wrong with what is shown.
    pub fn problems_shown(self) -> Signal<Vec<Problem>> {
        Signal::derive(move || {
            let mut problems = self.problems.get();
            if self.ready.get() {
                let shown = self.shown.get();
                problems.retain(|problem| Step::of(problem.field) == shown);
            }
            problems
        })
    }

    /// Whether there is a thought of what to do about the need.
    pub fn is_idea(self) -> Memo<bool> {
        Memo::new(move |_| self.draft.with(|draft| draft.kind == Kind::Idea.name()))
    }

    /// Where the dot lies, once the two questions have answers.
    pub fn placement(self) -> Memo<Option<Placement>> {
        Memo::new(move |_| {
            self.draft.with(|draft| {
                let answers = draft.answers()?;
                Some(draft.placement().unwrap_or_else(|_| answers.placement()))
            })
        })
    }

    /// What the municipality calls its units and boards.
    pub fn taxonomies(self) -> Taxonomies {
        self.taxonomies.get_value()
    }

    /// Goes to the next step if nothing is wrong in this one; from the last, sends.
    pub fn go_on(self) {
        let step = self.shown.get_untracked();
        let problems =
            self.taxonomies.with_value(|known| self.draft.with_untracked(|draft| draft.problems_in(step, known)));
        if !problems.is_empty() {
            self.show_problems(problems);
        } else if let Some(next) = step.next() {
            self.go_to(next);
        } else {
            self.send();
        }
    }

    /// Goes to a step, as a step that the browser's "back" returns from.
    pub fn go_to(self, step: Step) {
        if self.sending.get_untracked() != Sending::Busy {
            self.sending.set(Sending::Idle);
        }
        self.problems.set(Vec::new());
        self.go.run((step, false));
    }

    /// Shows what is wrong, in the first step where something is.
    pub(super) fn show_problems(self, problems: Vec<Problem>) {
        let first = problems.iter().map(|problem| Step::of(problem.field)).min().unwrap_or_default();
        self.problems.set(problems);
        if first != self.shown.get_untracked() {
            self.go.run((first, false));
        }
        // Also when the same faults stand there already, and so nothing appears.
        request_animation_frame(|| browser::focus("problems"));
    }

    /// Goes on at a step, in place of the one in the address.
    pub(super) fn resume_at(self, step: Step) {
        self.go.run((step, true));
    }

    /// Keeps the address to the step that is shown. Else completing it would show the step that the address asks for,
    /// under the hands of whoever writes.
    pub fn keep_address(self) {
        Effect::new(move || {
            let shown = self.shown.get();
            if self.ready.get() && self.wanted.get() > shown {
                self.resume_at(shown);
            }
        });
    }

    /// Moves the focus to each step's heading as it comes, as a page of its own would.
    pub fn focus_each_step(self) {
        Effect::new(move |before: Option<Step>| {
            let shown = self.shown.get();
            self.furthest.update(|furthest| *furthest = shown.max(*furthest));
            // Before the draft is read nobody has gone anywhere.
            if before.is_some_and(|before| before != shown) && self.ready.get_untracked() {
                let goal =
                    if self.problems.with_untracked(Vec::is_empty) { heading_id(shown) } else { "problems".into() };
                request_animation_frame(move || browser::focus(&goal));
            }
            shown
        });
    }
}

/// The challenge that the address asks to answer.
pub(super) fn challenge_in_address() -> Option<String> {
    use_query_map().with_untracked(|query| query.get(Field::Challenge.name()))
}

/// Lets a draft answer the challenge asked for, and none that is not open.
pub(super) fn keep_to_open_challenges(draft: &mut Draft, asked: Option<String>) {
    let is_open = |slug: &String| site().challenges.iter().any(|challenge| challenge.slug.to_string() == *slug);
    if let Some(asked) = asked.filter(is_open) {
        draft.challenge = asked;
    } else if !is_open(&draft.challenge) {
        draft.challenge.clear();
    }
}

/// The step in the address; `fallback` where there is none.
fn step_in_address(fallback: Step) -> Memo<Step> {
    let Location { pathname, query, .. } = use_location();
    Memo::new(move |before: Option<&Step>| match before {
        // Another page is on its way in: its address is not this page's.
        Some(before) if pathname.get() != PATH => *before,
        _ => query.with(|query| query.get(STEP).and_then(|step| step.parse().ok())).unwrap_or(fallback),
    })
}
