//! The orders in which results are shown.

use super::rows::{Row, Rows};
use crate::{
    filter::Sort,
    language::Language,
    search::{index::EntryId, words::each_word},
};
use fixedbitset::FixedBitSet;
use std::{cmp::Reverse, sync::OnceLock};

/// All entries in each order; each is made when it is first asked for. Newest first is the order of their numbers.
#[derive(Clone, Debug, Default)]
pub struct Orders {
    swedish_title: OnceLock<Vec<EntryId>>,
    english_title: OnceLock<Vec<EntryId>>,
    stage: OnceLock<Vec<EntryId>>,
    priority: OnceLock<Vec<EntryId>>,
}

impl Orders {
    /// Takes in that an entry is now as `now` says, whose title has not changed.
    pub fn replace(&mut self, before: &Row, now: &Row) {
        if before.standing != now.standing {
            self.stage.take();
        }
        if before.priority != now.priority {
            self.priority.take();
        }
    }

    /// Of the entries found, `take` in order after `skip` others. `points` rank what a text search found.
    pub fn page(
        &self,
        rows: &Rows,
        found: &FixedBitSet,
        (sort, language): (Sort, Language),
        points: Option<&[u16]>,
        (skip, take): (usize, usize),
    ) -> Vec<EntryId> {
        let by_number = || found.ones().map(|id| id as EntryId);
        let order = match (sort, points) {
            (Sort::Relevance, Some(points)) => return best(by_number().collect(), points, skip, take),
            (Sort::Newest | Sort::Relevance, _) => return by_number().skip(skip).take(take).collect(),
            (Sort::Title, _) => self.by_title(rows, language),
            (Sort::Stage, _) => self.stage.get_or_init(|| sorted(rows, |id| rows.rows[id as usize].standing)),
            (Sort::Priority, _) => self.priority.get_or_init(|| sorted(rows, |id| rows.rows[id as usize].priority)),
        };
        order.iter().copied().filter(|id| found.contains(*id as usize)).skip(skip).take(take).collect()
    }

    fn by_title(&self, rows: &Rows, language: Language) -> &[EntryId] {
        let order = match language {
            Language::Swedish => &self.swedish_title,
            Language::English => &self.english_title,
        };
        order.get_or_init(|| {
            let title = |id: EntryId| title_key(rows.texts.title(id).get(language));
            sorted(rows, |id| (title(id), rows.rows[id as usize].reference))
        })
    }
}

/// All entries by a key, those with the same newest first.
fn sorted<Key: Ord>(rows: &Rows, key: impl Fn(EntryId) -> Key) -> Vec<EntryId> {
    let mut order: Vec<EntryId> = (0..rows.rows.len() as EntryId).collect();
    order.sort_by_cached_key(|id| key(*id));
    order
}

/// Those with most points first, with the same points newest first. Only the page asked for is put in order.
fn best(mut found: Vec<EntryId>, points: &[u16], skip: usize, take: usize) -> Vec<EntryId> {
    let rank = |id: &EntryId| (Reverse(points[*id as usize]), *id);
    let end = skip.saturating_add(take).min(found.len());
    if end < found.len() && end > 0 {
        found.select_nth_unstable_by_key(end - 1, rank);
        found.truncate(end);
    }
    found.sort_unstable_by_key(rank);
    found.into_iter().skip(skip).take(take).collect()
}

/// Sorts letters before å, ä, ö in that order, as Swedish does; signs and case do not count.
pub fn title_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    each_word(title, |_, word| {
        key.push(' ');
        key.extend(word.chars().map(|letter| match letter {
            // In Unicode ä comes before å.
            'å' => '\u{e4}',
            'ä' => '\u{e5}',
            other => other,
        }));
    });
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_letters_sort_last_in_their_own_order() {
        let mut titles = ["Ödlor", "Äpplen", "Zebror", "Åkrar", "apor", "Ap or"];
        titles.sort_by_key(|title| title_key(title));
        assert_eq!(titles, ["Ap or", "apor", "Zebror", "Åkrar", "Äpplen", "Ödlor"]);
    }
}
