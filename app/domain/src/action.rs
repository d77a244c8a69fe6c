//! What a manager does with the journey of a published entry: the form as it was written, and the checked action.
//!
//! Which facts an action asks for follows from the journey ([`ActionKind::asks`]); the page shows those fields, and the
//! server checks the same.

use crate::{
    day::Day,
    draft::choice,
    entry::Entry,
    fault::{Fault, Field, Problem, Problems},
    journey::{Activity, Benefit, Fact, Facts, Figure, Journey, Measure, Refusal, Spread},
    label::named,
    stage::Stage,
    taxonomy::{Slug, Taxonomies},
    text::{Passage, Phrase, Reason, optional},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What can be done with a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// One stage forward, with what that stage needs.
    Forward,
    Benefit,
    Spread,
    Reopen,
    Back,
    Pause,
    End,
}

named!(ActionKind, "action", {
    Forward => "forward",
    Benefit => "benefit",
    Spread => "spread",
    Reopen => "reopen",
    Back => "back",
    Pause => "pause",
    End => "end",
});

/// A field that an action asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    pub field: Field,
    pub required: bool,
}

const fn must(field: Field) -> Ask {
    Ask { field, required: true }
}

const fn may(field: Field) -> Ask {
    Ask { field, required: false }
}

impl ActionKind {
    /// What the journey allows as it stands, in the order in which managers are shown it.
    pub fn open_to(journey: &Journey) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|kind| kind.is_open_to(journey)).collect()
    }

    /// Whether the journey allows it as it stands.
    pub fn is_open_to(self, journey: &Journey) -> bool {
        let stage = journey.stage();
        match (journey.activity(), self) {
            (Activity::Active, Self::Forward) => stage.next().is_some(),
            (Activity::Active, Self::Benefit | Self::Spread) => stage == Stage::InUse,
            (Activity::Active, Self::Back) => stage != Stage::Need,
            (Activity::Active, Self::Pause | Self::End) | (Activity::Paused { .. }, Self::Reopen | Self::End) => true,
            (Activity::Ended { .. }, Self::Reopen) => true,
            _ => false,
        }
    }

    /// What it asks for, in the order of the form. A stage asks for what the one before did not need; what is known of
    /// it already is shown, to be mended.
    pub fn asks(self, journey: &Journey) -> Vec<Ask> {
        match self {
            Self::Forward => {
                let next = journey.stage().next();
                let needed = Fact::ALL.iter().filter(|fact| Some(fact.needed_from()) == next);
                needed.map(|fact| must(fact.field())).collect()
            }
            Self::Back => vec![must(Field::Standing), must(Field::Reason)],
            Self::Pause | Self::Reopen => vec![must(Field::Reason)],
            Self::End => vec![must(Field::Reason), must(Field::Lesson)],
            Self::Benefit => vec![
                must(Field::Benefits),
                must(Field::Evidence),
                must(Field::Shown),
                may(Field::Figure),
                may(Field::Measure),
                must(Field::On),
                must(Field::ConfirmedBy),
            ],
            Self::Spread => vec![must(Field::Place), must(Field::On)],
        }
    }
}

impl Fact {
    /// The field that asks for it.
    pub const fn field(self) -> Field {
        match self {
            Self::Plan => Field::Plan,
            Self::Audience => Field::Audience,
            Self::Responsible => Field::Responsible,
            Self::ReceivingUnit => Field::ReceivingUnit,
            Self::Began => Field::Began,
            Self::ToShow => Field::ToShow,
            Self::InUseSince => Field::InUseSince,
        }
    }
}

/// A published entry as a manager acts on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acting {
    pub entry: Entry,
    /// Counts the changes of the entry: of two managers the second is told.
    pub version: i64,
    pub today: Day,
}

/// An action, checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Forward { to: Stage, facts: Box<Facts> },
    Back { to: Stage, why: Reason },
    Pause { why: Reason },
    End { why: Reason, lesson: Reason },
    Reopen { why: Reason },
    Benefit(Benefit),
    Spread(Spread),
}

/// What became of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    Saved,
    /// Somebody changed the entry since the manager read it: nothing was done.
    Stale,
    /// There is no such entry, or it is not published.
    Gone,
}

impl Action {
    /// What kind of action it is.
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::Forward { .. } => ActionKind::Forward,
            Self::Back { .. } => ActionKind::Back,
            Self::Pause { .. } => ActionKind::Pause,
            Self::End { .. } => ActionKind::End,
            Self::Reopen { .. } => ActionKind::Reopen,
            Self::Benefit(_) => ActionKind::Benefit,
            Self::Spread(_) => ActionKind::Spread,
        }
    }

    /// Why it is done, where that is asked for.
    pub const fn why(&self) -> Option<&Reason> {
        match self {
            Self::Back { why, .. } | Self::Pause { why } | Self::End { why, .. } | Self::Reopen { why } => Some(why),
            Self::Forward { .. } | Self::Benefit(_) | Self::Spread(_) => None,
        }
    }

    /// The journey after it.
    ///
    /// # Errors
    /// When the journey does not allow it as it stands.
    pub fn take(self, journey: Journey, today: Day) -> Result<Journey, Refusal> {
        match self {
            Self::Forward { to, facts } => journey.advance(to, *facts),
            Self::Back { to, .. } => journey.go_back(to),
            Self::Pause { why } => journey.pause(today, why),
            Self::End { why, lesson } => journey.end(today, why, lesson),
            Self::Reopen { .. } => journey.reopen(),
            Self::Benefit(benefit) => journey.record_benefit(benefit),
            Self::Spread(spread) => journey.record_spread(spread),
        }
    }
}

/// The form as it was written: a text for each field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawAction(Vec<(Field, String)>);

impl RawAction {
    /// The form as it is for whoever has just opened it: with what is known, and today where a day is asked for.
    pub fn of(kind: ActionKind, journey: &Journey, today: Day) -> Self {
        let facts = journey.facts();
        let known = |field| match field {
            Field::Plan => text(facts.plan.as_ref()),
            Field::Audience => text(facts.audience.as_ref()),
            Field::Responsible => text(facts.responsible.as_ref()),
            Field::ReceivingUnit => text(facts.receiving_unit.as_ref()),
            Field::ToShow => text(facts.to_show.as_ref()),
            Field::Began => facts.began.unwrap_or(today).to_string(),
            Field::InUseSince => facts.in_use_since.unwrap_or(today).to_string(),
            Field::On => today.to_string(),
            Field::Standing => text(journey.stage().previous()),
            _ => String::new(),
        };
        Self(kind.asks(journey).into_iter().map(|ask| (ask.field, known(ask.field))).collect())
    }

    /// The form as it was sent; fields that no action asks for are left out.
    pub fn from_pairs<'form>(pairs: impl IntoIterator<Item = (&'form str, &'form str)>) -> Self {
        Self(pairs.into_iter().filter_map(|(name, value)| Some((name.parse().ok()?, value.to_owned()))).collect())
    }

    /// What a field says; nothing where it is absent.
    pub fn get(&self, field: Field) -> &str {
        self.0.iter().find_map(|(name, value)| (*name == field).then_some(value.as_str())).unwrap_or_default()
    }

    /// Writes in a field.
    pub fn set(&mut self, field: Field, value: String) {
        match self.0.iter_mut().find(|(name, _)| *name == field) {
            Some((_, old)) => *old = value,
            None => self.0.push((field, value)),
        }
    }

    /// Checks the form for an action on a journey that allows it ([`ActionKind::is_open_to`]).
    ///
    /// # Errors
    /// Everything that is wrong at once, in the order of the form.
    pub fn check(
        &self,
        kind: ActionKind,
        journey: &Journey,
        taxonomies: &Taxonomies,
        today: Day,
    ) -> Result<Action, Vec<Problem>> {
        let mut form = Reading { raw: self, today, problems: Problems::default() };
        let action = match kind {
            ActionKind::Forward => form.forward(journey, taxonomies),
            ActionKind::Back => form.back(journey),
            ActionKind::Pause => form.reason().map(|why| Action::Pause { why }),
            ActionKind::Reopen => form.reason().map(|why| Action::Reopen { why }),
            ActionKind::End => {
                let (why, lesson) = (form.reason(), form.read(Field::Lesson, Reason::parse));
                why.zip(lesson).map(|(why, lesson)| Action::End { why, lesson })
            }
            ActionKind::Benefit => form.benefit().map(Action::Benefit),
            ActionKind::Spread => {
                let (place, on) = (form.read(Field::Place, Phrase::parse), form.day(Field::On));
                place.zip(on).map(|(place, on)| Action::Spread(Spread { place, on }))
            }
        };
        let problems = form.problems.into_vec();
        action.filter(|_| problems.is_empty()).ok_or(problems)
    }
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Reads a form field by field, noting what is wrong.
struct Reading<'form> {
    raw: &'form RawAction,
    today: Day,
    problems: Problems,
}

impl Reading<'_> {
    fn read<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        self.problems.take(field, parse(self.raw.get(field)))
    }

    fn reason(&mut self) -> Option<Reason> {
        self.read(Field::Reason, Reason::parse)
    }

    /// A day that has come: what is going to happen has not happened.
    fn day(&mut self, field: Field) -> Option<Day> {
        let today = self.today;
        self.read(field, |written| match written.trim() {
            "" => Err(Fault::Missing),
            written => written.parse().and_then(|day| if day > today { Err(Fault::InTheFuture) } else { Ok(day) }),
        })
    }

    fn choice<T: FromStr>(&mut self, field: Field, is_offered: impl FnOnce(&T) -> bool) -> Option<T> {
        self.read(field, |written| {
            choice(written).and_then(|one| if is_offered(&one) { Ok(one) } else { Err(Fault::Unknown) })
        })
    }

    fn forward(&mut self, journey: &Journey, taxonomies: &Taxonomies) -> Option<Action> {
        let mut facts = journey.facts().clone();
        for ask in ActionKind::Forward.asks(journey) {
            match ask.field {
                Field::Plan => facts.plan = self.read(ask.field, Passage::parse),
                Field::Audience => facts.audience = self.read(ask.field, Phrase::parse),
                Field::Responsible => facts.responsible = self.read(ask.field, Phrase::parse),
                Field::ReceivingUnit => {
                    facts.receiving_unit = self.choice(ask.field, |slug: &Slug| taxonomies.unit(slug).is_some());
                }
                Field::Began => facts.began = self.day(ask.field),
                Field::ToShow => facts.to_show = self.read(ask.field, Passage::parse),
                Field::InUseSince => {
                    facts.in_use_since = self.day(ask.field);
                    // What is tried first is in use later.
                    if facts.began.zip(facts.in_use_since).is_some_and(|(began, since)| since < began) {
                        self.problems.add(ask.field, Fault::BeforeTheTrial);
                    }
                }
                _ => {}
            }
        }
        journey.stage().next().map(|to| Action::Forward { to, facts: Box::new(facts) })
    }

    fn back(&mut self, journey: &Journey) -> Option<Action> {
        let (to, why) = (self.choice(Field::Standing, |to: &Stage| *to < journey.stage()), self.reason());
        to.zip(why).map(|(to, why)| Action::Back { to, why })
    }

    fn benefit(&mut self) -> Option<Benefit> {
        let who = self.read(Field::Benefits, Phrase::parse);
        let evidence = self.choice(Field::Evidence, |_| true);
        let what = self.read(Field::Shown, Passage::parse);
        let value = self.read(Field::Figure, |written| optional(written, number));
        let measure = self.read(Field::Measure, |written| optional(written, Measure::parse));
        let figure = match (value, measure) {
            (Some(None), Some(None)) => Some(None),
            (Some(Some(value)), Some(Some(measure))) => Some(Some(Figure { value, measure })),
            // A number says nothing without what it counts, nor the other way round.
            (Some(Some(_)), Some(None)) => {
                self.problems.add(Field::Measure, Fault::Missing);
                None
            }
            (Some(None), Some(Some(_))) => {
                self.problems.add(Field::Figure, Fault::Missing);
                None
            }
            _ => None,
        };
        let on = self.day(Field::On);
        let confirmed_by = self.read(Field::ConfirmedBy, Phrase::parse);
        Some(Benefit {
            who: who?,
            evidence: evidence?,
            what: what?,
            figure: figure?,
            on: on?,
            confirmed_by: confirmed_by?,
        })
    }
}

/// A number as people write it: `1 250,5`, with a comma or a full stop, below a billion.
fn number(written: &str) -> Result<f64, Fault> {
    let plain: String = written.chars().filter(|letter| !letter.is_whitespace()).collect();
    let plain = plain.replace(',', ".").replace('\u{2212}', "-");
    let is_number = plain.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '-'));
    let value = plain.parse::<f64>().ok().filter(|value| is_number && value.abs() < 1e9);
    value.ok_or(Fault::NotANumber)
}

#[cfg(test)]
mod tests;
