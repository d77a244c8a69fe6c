//! What a person hands in: the raw answers of the wizard, and the checked submission they make.
//!
//! The browser checks a [`Draft`] step by step, the server checks it whole; both call [`Draft::check`], so they agree.

use crate::{
    entry::Units,
    facet::Facet,
    fault::{Fault, Field, Problem, Problems},
    goal::Goal,
    label::named,
    placement::Placement,
    questions::Answers,
    stage::{Origin, Priority, Stage},
    taxonomy::{Slug, Taxonomies},
    text::{self, Email, NeedText, Passage, Phrase, Title},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a person hands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something is missing or could be better.
    Need,
    /// There is also a thought of what one would do about it.
    Idea,
}

named!(Kind, "kind", { Need => "need", Idea => "idea" });

impl From<Kind> for Stage {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Need => Self::Need,
            Kind::Idea => Self::Idea,
        }
    }
}

/// How a person asks to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    Anonymous,
    /// The municipality may know who it is; nothing is published.
    Internal,
    /// The name is published with the entry.
    Public,
}

named!(Naming, "way to be named", { Anonymous => "anonymous", Internal => "internal", Public => "public" });

/// A step of the wizard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    #[default]
    Kind,
    Describe,
    Where,
    Place,
    Review,
}

named!(Step, "step", {
    Kind => "kind",
    Describe => "describe",
    Where => "where",
    Place => "place",
    Review => "review",
});

impl Step {
    /// The step in which a field is asked for.
    pub const fn of(field: Field) -> Self {
        match field {
            Field::Kind | Field::Origin | Field::Challenge => Self::Kind,
            Field::Title | Field::Need | Field::Plan | Field::Audience | Field::HopedBenefit => Self::Describe,
            Field::Units | Field::Board | Field::Goals => Self::Where,
            Field::Purpose | Field::Driver | Field::Priority | Field::X | Field::Y => Self::Place,
            _ => Self::Review,
        }
    }

    pub fn next(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| *step > self)
    }

    pub fn previous(self) -> Option<Self> {
        Self::ALL.iter().rev().copied().find(|step| *step < self)
    }
}

/// The answers as they were written: nothing about them is known to be right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub kind: String,
    pub origin: String,
    /// The challenge that it answers; empty where it answers none.
    pub challenge: String,
    pub title: String,
    pub need: String,
    pub plan: String,
    pub audience: String,
    pub hoped_benefit: String,
    /// None chosen leaves it to the municipality.
    pub units: Vec<String>,
    /// Empty leaves it to the municipality.
    pub board: String,
    pub goals: Vec<String>,
    pub purpose: String,
    pub driver: String,
    /// Where the dot was moved to; empty for where the two questions put it.
    pub x: String,
    pub y: String,
    pub priority: String,
    pub naming: String,
    pub name: String,
    pub email: String,
}

/// What a person has handed in, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    pub kind: Kind,
    pub origin: Origin,
    /// The challenge that it answers. Whether that one is open, the server knows.
    pub challenge: Option<Slug>,
    pub title: Title,
    pub need: NeedText,
    /// Always there for an idea.
    pub plan: Option<Passage>,
    /// Always there for an idea.
    pub audience: Option<Phrase>,
    pub hoped_benefit: Option<Passage>,
    pub units: Units,
    pub board: Slug,
    pub goals: Vec<Goal>,
    pub placement: Placement,
    pub priority: Priority,
    pub sender: Sender,
}

/// Who handed something in, as far as that person chose to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub name: Name,
    /// For answers; never published.
    pub email: Option<Email>,
}

/// The name of a sender and who may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Name {
    Anonymous,
    Internal(Phrase),
    Public(Phrase),
}

impl Draft {
    /// Reads the pairs of a posted form; names that are not a draft's are left alone.
    pub fn from_pairs<'form>(pairs: impl IntoIterator<Item = (&'form str, &'form str)>) -> Self {
        let mut draft = Self::default();
        for (name, value) in pairs {
            let Ok(field) = name.parse() else { continue };
            match field {
                Field::Units if !value.is_empty() => draft.units.push(value.to_owned()),
                Field::Goals if !value.is_empty() => draft.goals.push(value.to_owned()),
                field => {
                    if let Some(text) = draft.text_mut(field) {
                        value.clone_into(text);
                    }
                }
            }
        }
        draft
    }

    /// The answer to a question with one answer.
    pub fn text_mut(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::Kind => &mut self.kind,
            Field::Origin => &mut self.origin,
            Field::Challenge => &mut self.challenge,
            Field::Title => &mut self.title,
            Field::Need => &mut self.need,
            Field::Plan => &mut self.plan,
            Field::Audience => &mut self.audience,
            Field::HopedBenefit => &mut self.hoped_benefit,
            Field::Board => &mut self.board,
            Field::Purpose => &mut self.purpose,
            Field::Driver => &mut self.driver,
            Field::X => &mut self.x,
            Field::Y => &mut self.y,
            Field::Priority => &mut self.priority,
            Field::Naming => &mut self.naming,
            Field::Name => &mut self.name,
            Field::Email => &mut self.email,
            _ => return None,
        })
    }

    /// The answer to a question with one answer, or nothing for other fields.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Kind => &self.kind,
            Field::Origin => &self.origin,
            Field::Challenge => &self.challenge,
            Field::Title => &self.title,
            Field::Need => &self.need,
            Field::Plan => &self.plan,
            Field::Audience => &self.audience,
            Field::HopedBenefit => &self.hoped_benefit,
            Field::Board => &self.board,
            Field::Purpose => &self.purpose,
            Field::Driver => &self.driver,
            Field::X => &self.x,
            Field::Y => &self.y,
            Field::Priority => &self.priority,
            Field::Naming => &self.naming,
            Field::Name => &self.name,
            Field::Email => &self.email,
            _ => "",
        }
    }

    /// The answers to the two questions, once both are given.
    pub fn answers(&self) -> Option<Answers> {
        Some(Answers { purpose: self.purpose.parse().ok()?, driver: self.driver.parse().ok()? })
    }

    /// Where the dot lies: where it was moved to, else where the two questions put it.
    ///
    /// # Errors
    /// Every fault of the answers and of the point, by its field.
    pub fn placement(&self) -> Result<Placement, Vec<Problem>> {
        let mut problems = Problems::default();
        let purpose: Option<Facet> = problems.take(Field::Purpose, choice(&self.purpose));
        let driver: Option<Facet> = problems.take(Field::Driver, choice(&self.driver));
        let answers = purpose.zip(driver).map(|(purpose, driver)| Answers { purpose, driver });
        let moved = if self.x.trim().is_empty() && self.y.trim().is_empty() {
            Some(None)
        } else {
            let x = problems.take(Field::X, number(&self.x));
            let y = problems.take(Field::Y, number(&self.y));
            x.zip(y).and_then(|(x, y)| problems.take(Field::X, Placement::new(x, y))).map(Some)
        };
        match (answers, moved) {
            (Some(answers), Some(moved)) => Ok(moved.unwrap_or_else(|| answers.placement())),
            _ => Err(problems.into_vec()),
        }
    }

    /// Checks every answer against the rules and the municipality's lists.
    ///
    /// # Errors
    /// Everything that is wrong at once, in the order of the questions.
    pub fn check(&self, taxonomies: &Taxonomies) -> Result<Submission, Vec<Problem>> {
        let mut problems = Problems::default();
        let kind = problems.take(Field::Kind, choice(&self.kind));
        let origin = problems.take(Field::Origin, choice(&self.origin));
        let challenge = problems.take(Field::Challenge, text::optional(&self.challenge, str::parse::<Slug>));
        let title = problems.take(Field::Title, Title::parse(&self.title));
        let need = problems.take(Field::Need, NeedText::parse(&self.need));
        let is_idea = kind == Some(Kind::Idea);
        // A need has no plan: what was written before the person chose "need" is not sent along unseen.
        let plan = if is_idea { problems.take(Field::Plan, Passage::parse(&self.plan).map(Some)) } else { Some(None) };
        let audience = problems.take(Field::Audience, required_if(is_idea, &self.audience, Phrase::parse));
        let hoped_benefit = problems.take(Field::HopedBenefit, text::optional(&self.hoped_benefit, Passage::parse));
        let units = problems.take(Field::Units, units(&self.units, taxonomies));
        let board = problems.take(Field::Board, board(&self.board, taxonomies));
        let goals = problems.take(Field::Goals, goals(&self.goals));
        let placement = self.placement();
        for problem in placement.as_ref().err().into_iter().flatten() {
            problems.add(problem.field, problem.fault);
        }
        let priority = if self.priority.is_empty() {
            Some(Priority::default())
        } else {
            problems.take(Field::Priority, choice(&self.priority))
        };
        let name = match problems.take(Field::Naming, choice(&self.naming)) {
            Some(Naming::Anonymous) => Some(Name::Anonymous),
            Some(Naming::Internal) => problems.take(Field::Name, Phrase::parse(&self.name).map(Name::Internal)),
            Some(Naming::Public) => problems.take(Field::Name, Phrase::parse(&self.name).map(Name::Public)),
            None => None,
        };
        let email = problems.take(Field::Email, text::optional(&self.email, Email::parse));
        let submission = || {
            Some(Submission {
                kind: kind?,
                origin: origin?,
                challenge: challenge?,
                title: title?,
                need: need?,
                plan: plan?,
                audience: audience?,
                hoped_benefit: hoped_benefit?,
                units: units?,
                board: board?,
                goals: goals?,
                placement: placement.ok()?,
                priority: priority?,
                sender: Sender { name: name?, email: email? },
            })
        };
        submission().ok_or_else(|| problems.into_vec())
    }

    /// What is wrong in one step.
    pub fn problems_in(&self, step: Step, taxonomies: &Taxonomies) -> Vec<Problem> {
        let mut problems = self.check(taxonomies).err().unwrap_or_default();
        problems.retain(|problem| Step::of(problem.field) == step);
        problems
    }

    /// The first step with something wrong in it; the last step where nothing is.
    pub fn first_incomplete(&self, taxonomies: &Taxonomies) -> Step {
        let problems = self.check(taxonomies).err().unwrap_or_default();
        problems.iter().map(|problem| Step::of(problem.field)).min().unwrap_or(Step::Review)
    }
}

fn required_if<T>(
    required: bool,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, Fault>,
) -> Result<Option<T>, Fault> {
    if required { parse(text).map(Some) } else { text::optional(text, parse) }
}

/// Reads a question with fixed answers.
pub(crate) fn choice<T: FromStr>(answer: &str) -> Result<T, Fault> {
    if answer.trim().is_empty() {
        return Err(Fault::Missing);
    }
    answer.parse().map_err(|_| Fault::Unknown)
}

/// Reads a number written with a point or a comma.
fn number(text: &str) -> Result<f64, Fault> {
    text.trim().replace(',', ".").parse().map_err(|_| Fault::NotANumber)
}

/// Reads the chosen units; none chosen gives the unit that takes what nobody else is named for.
fn units(chosen: &[String], taxonomies: &Taxonomies) -> Result<Units, Fault> {
    if chosen.is_empty() {
        return Units::try_from(vec![taxonomies.default_receivers().0.clone()]);
    }
    known_units(chosen, taxonomies)
}

/// Reads units, at least one of them.
pub(crate) fn known_units(chosen: &[String], taxonomies: &Taxonomies) -> Result<Units, Fault> {
    let known = |slug: &String| taxonomies.units().find(|unit| unit.slug.to_string() == *slug);
    let slugs: Option<Vec<Slug>> = chosen.iter().map(|slug| Some(known(slug)?.slug.clone())).collect();
    slugs.ok_or(Fault::Unknown).and_then(Units::try_from)
}

fn board(chosen: &str, taxonomies: &Taxonomies) -> Result<Slug, Fault> {
    if chosen.is_empty() {
        return Ok(taxonomies.default_receivers().1.clone());
    }
    known_board(chosen, taxonomies)
}

/// Reads a board of the municipality's list.
pub(crate) fn known_board(chosen: &str, taxonomies: &Taxonomies) -> Result<Slug, Fault> {
    let slug = choice(chosen)?;
    taxonomies.board(&slug).map(|board| board.slug.clone()).ok_or(Fault::Unknown)
}

/// Reads goals into the order of their numbers, none twice.
pub(crate) fn goals(chosen: &[String]) -> Result<Vec<Goal>, Fault> {
    let mut goals = chosen.iter().map(|goal| goal.parse()).collect::<Result<Vec<Goal>, Fault>>()?;
    goals.sort();
    goals.dedup();
    Ok(goals)
}

/// A name that the browser gives a form before it is sent, so that sending twice makes one entry: 16 to 64 letters,
/// digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl FromStr for IdempotencyKey {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        let fits = (16..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(Fault::Unknown) }
    }
}

impl IdempotencyKey {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests;
