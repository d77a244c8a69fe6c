//! What every engine is asked: filters and words.

use crate::{dice::Dice, entries::Broken, record::Record};
use domain::{
    filter::{Criterion, Filter, Group},
    goal::Goal,
    taxonomy::Taxonomies,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// One question, as an address has it and taken apart.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The query string, such as `facet=mission&goal=4`.
    pub query: String,
    /// Its choices: group and value.
    pub choices: Vec<(String, String)>,
    /// Its words, or nothing.
    pub text: String,
}

impl From<Filter> for Question {
    fn from(filter: Filter) -> Self {
        let choices = filter.criteria.iter().map(|one| (one.group().to_string(), one.value())).collect();
        Self { query: filter.query(), choices, text: filter.q }
    }
}

/// Every choice of every group that the records can be filtered by.
fn all_choices(taxonomies: &Taxonomies, records: &[Record]) -> Vec<Vec<Criterion>> {
    let years: BTreeSet<&str> = records.iter().map(|record| record.year.as_str()).collect();
    let read = |group, values: Vec<String>| {
        values.iter().filter_map(|value| Criterion::parse(group, value)).collect::<Vec<Criterion>>()
    };
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    vec![
        read(Group::Facet, names(&["enhancement", "mission", "adaptive", "anticipatory"])),
        read(Group::Unit, taxonomies.units().map(|unit| unit.slug.to_string()).collect()),
        read(Group::Board, taxonomies.boards().map(|board| board.slug.to_string()).collect()),
        read(Group::Goal, Goal::all().map(|goal| goal.to_string()).collect()),
        read(Group::Stage, names(&["need", "idea", "trial", "in-use", "paused", "ended"])),
        read(Group::Origin, names(&["residents", "employees", "world"])),
        read(Group::Year, years.into_iter().map(str::to_owned).collect()),
    ]
}

/// Filters of one to four choices in one to three groups.
pub fn filters(count: usize, taxonomies: &Taxonomies, records: &[Record]) -> Vec<Question> {
    let choices = all_choices(taxonomies, records);
    let mut dice = Dice::new(4);
    (0..count)
        .map(|_| {
            let groups: BTreeSet<usize> = (0..1 + dice.below(3)).map(|_| dice.below(choices.len())).collect();
            let groups: Vec<usize> = groups.into_iter().collect();
            let offered: usize = groups.iter().map(|group| choices[*group].len()).sum();
            let many = (groups.len() + dice.below(5 - groups.len())).min(offered);
            let mut criteria: BTreeSet<Criterion> =
                groups.iter().map(|group| dice.any(&choices[*group]).clone()).collect();
            while criteria.len() < many {
                let group = *dice.any(&groups);
                criteria.insert(dice.any(&choices[group]).clone());
            }
            Filter { criteria, ..Filter::default() }.into()
        })
        .collect()
}

/// The first two to six letters of words that stand in titles and summaries; every fourth question has a second word,
/// of the same entry.
///
/// # Errors
/// When a record has no word of four letters.
pub fn texts(count: usize, records: &[Record]) -> Result<Vec<Question>, Broken> {
    let mut dice = Dice::new(17);
    (0..count)
        .map(|number| {
            let record = dice.any(records);
            let words: Vec<String> = format!("{} {}", record.title, record.summary)
                .split(|letter: char| !letter.is_alphabetic())
                .filter(|word| word.chars().count() >= 4)
                .map(str::to_lowercase)
                .collect();
            if words.is_empty() {
                return Err("an entry without words".into());
            }
            let mut start = || -> String {
                let length = 2 + dice.below(5);
                dice.any(&words).chars().take(length).collect()
            };
            let text = if number % 4 == 3 { format!("{} {}", start(), start()) } else { start() };
            Ok(Filter::default().with_text(&text).into())
        })
        .collect()
}
