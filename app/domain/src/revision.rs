//! A manager's edit of what an entry says: the raw fields of the form, and the checked revision they make.

use crate::{
    draft::{choice, goals, known_board, known_units},
    entry::{Entry, Units},
    fault::{Fault, Field, Problem, Problems},
    goal::Goal,
    journey::Fact,
    language::Bilingual,
    stage::{Origin, Priority},
    taxonomy::{Slug, Taxonomies},
    text::{NeedText, Passage, Phrase, Reason, Summary, Title, optional},
};
use serde::{Deserialize, Serialize};

/// The fields as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RawRevision {
    pub title: String,
    pub title_en: String,
    pub summary: String,
    pub summary_en: String,
    pub need: String,
    pub plan: String,
    pub audience: String,
    pub hoped_benefit: String,
    pub origin: String,
    pub units: Vec<String>,
    pub board: String,
    pub goals: Vec<String>,
    pub priority: String,
}

/// What an entry says after a manager has edited it. Its journey, place and sender are not a matter of editing.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    pub title: Bilingual<Title>,
    pub summary: Bilingual<Summary>,
    pub need: NeedText,
    pub plan: Option<Passage>,
    pub audience: Option<Phrase>,
    pub hoped_benefit: Option<Passage>,
    pub origin: Origin,
    pub units: Units,
    pub board: Slug,
    pub goals: Vec<Goal>,
    pub priority: Priority,
}

/// A manager's edit of a published entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The version that the manager read.
    pub seen: i64,
    pub revision: Revision,
    pub why: Option<Reason>,
    /// Whether what the entry said before is for managers alone.
    pub conceals: bool,
}

impl RawRevision {
    /// Reads the pairs of a posted form; other names are left alone.
    pub fn from_pairs<'form>(pairs: impl IntoIterator<Item = (&'form str, &'form str)>) -> Self {
        let mut raw = Self::default();
        for (name, value) in pairs {
            let text = match name.parse() {
                Ok(Field::Units) => {
                    raw.units.push(value.to_owned());
                    continue;
                }
                Ok(Field::Goals) => {
                    raw.goals.push(value.to_owned());
                    continue;
                }
                Ok(Field::Title) => &mut raw.title,
                Ok(Field::TitleEnglish) => &mut raw.title_en,
                Ok(Field::Summary) => &mut raw.summary,
                Ok(Field::SummaryEnglish) => &mut raw.summary_en,
                Ok(Field::Need) => &mut raw.need,
                Ok(Field::Plan) => &mut raw.plan,
                Ok(Field::Audience) => &mut raw.audience,
                Ok(Field::HopedBenefit) => &mut raw.hoped_benefit,
                Ok(Field::Origin) => &mut raw.origin,
                Ok(Field::Board) => &mut raw.board,
                Ok(Field::Priority) => &mut raw.priority,
                _ => continue,
            };
            value.clone_into(text);
        }
        raw
    }

    /// The form filled with what an entry says now.
    pub fn of(entry: &Entry) -> Self {
        fn text<T: ToString>(text: Option<&T>) -> String {
            text.map(ToString::to_string).unwrap_or_default()
        }
        let facts = entry.journey.facts();
        Self {
            title: entry.title.sv.to_string(),
            title_en: text(entry.title.en.as_ref()),
            summary: entry.summary.sv.to_string(),
            summary_en: text(entry.summary.en.as_ref()),
            need: facts.need.to_string(),
            plan: text(facts.plan.as_ref()),
            audience: text(facts.audience.as_ref()),
            hoped_benefit: text(entry.hoped_benefit.as_ref()),
            origin: entry.origin.to_string(),
            units: entry.units.iter().map(ToString::to_string).collect(),
            board: entry.board.to_string(),
            goals: entry.goals.iter().map(ToString::to_string).collect(),
            priority: entry.priority.to_string(),
        }
    }

    /// Every field with its text, lists as one line, in the order of the form.
    pub fn fields(&self) -> [(Field, String); 13] {
        [
            (Field::Title, self.title.clone()),
            (Field::Summary, self.summary.clone()),
            (Field::Need, self.need.clone()),
            (Field::Plan, self.plan.clone()),
            (Field::Audience, self.audience.clone()),
            (Field::HopedBenefit, self.hoped_benefit.clone()),
            (Field::TitleEnglish, self.title_en.clone()),
            (Field::SummaryEnglish, self.summary_en.clone()),
            (Field::Origin, self.origin.clone()),
            (Field::Units, self.units.join(", ")),
            (Field::Board, self.board.clone()),
            (Field::Goals, self.goals.join(", ")),
            (Field::Priority, self.priority.clone()),
        ]
    }

    /// The fields in which `other` says something else, with what it says.
    pub fn differing(&self, other: &Self) -> Vec<(Field, String)> {
        let same_lines = |text: &str| text.replace("\r\n", "\n");
        let pairs = self.fields().into_iter().zip(other.fields());
        pairs
            .filter(|((_, mine), (_, theirs))| same_lines(mine) != same_lines(theirs))
            .map(|(_, theirs)| theirs)
            .collect()
    }

    /// Checks the fields for `entry`: what its stage needs may not be emptied.
    ///
    /// # Errors
    /// Everything that is wrong at once, in the order of the form.
    pub fn check(&self, entry: &Entry, taxonomies: &Taxonomies) -> Result<Revision, Vec<Problem>> {
        let mut problems = Problems::default();
        let title = problems.take(Field::Title, Title::parse(&self.title));
        let title_en = problems.take(Field::TitleEnglish, optional(&self.title_en, Title::parse));
        let summary = problems.take(Field::Summary, Summary::parse(&self.summary));
        let summary_en = problems.take(Field::SummaryEnglish, optional(&self.summary_en, Summary::parse));
        let need = problems.take(Field::Need, NeedText::parse(&self.need));
        let plan = problems.take(Field::Plan, optional(&self.plan, Passage::parse));
        let audience = problems.take(Field::Audience, optional(&self.audience, Phrase::parse));
        let stage = entry.journey.stage();
        for (fact, field, emptied) in [
            (Fact::Plan, Field::Plan, matches!(plan, Some(None))),
            (Fact::Audience, Field::Audience, matches!(audience, Some(None))),
        ] {
            if emptied && fact.needed_from() <= stage {
                problems.add(field, Fault::Missing);
            }
        }
        let hoped_benefit = problems.take(Field::HopedBenefit, optional(&self.hoped_benefit, Passage::parse));
        let origin = problems.take(Field::Origin, choice(&self.origin));
        let units = problems.take(Field::Units, known_units(&self.units, taxonomies));
        let board = problems.take(Field::Board, known_board(&self.board, taxonomies));
        let goals = problems.take(Field::Goals, goals(&self.goals));
        let priority = problems.take(Field::Priority, choice(&self.priority));
        let problems = problems.into_vec();
        if !problems.is_empty() {
            return Err(problems);
        }
        let revision = || {
            Some(Revision {
                title: Bilingual { sv: title?, en: title_en? },
                summary: Bilingual { sv: summary?, en: summary_en? },
                need: need?,
                plan: plan?,
                audience: audience?,
                hoped_benefit: hoped_benefit?,
                origin: origin?,
                units: units?,
                board: board?,
                goals: goals?,
                priority: priority?,
            })
        };
        revision().ok_or(problems)
    }
}

#[cfg(test)]
mod tests;
