//! The running text of bodies, which only the server has: phrases are looked for in it.

use super::{bodies, rows::ShownTexts};
use crate::{
    entry::Entry,
    search::{
        find::{NotAtHand, Texts},
        index::{BODY, EntryId, Places, SUMMARY, TITLE},
    },
};

/// The texts of each entry's body.
#[derive(Clone, Debug, Default)]
pub struct Passages(Vec<Vec<String>>);

impl Passages {
    pub fn new(sorted: &[&Entry]) -> Self {
        Self(sorted.iter().map(|entry| bodies::texts(entry).into_iter().map(str::to_owned).collect()).collect())
    }

    /// The texts of one entry's body.
    pub fn of(&self, entry: EntryId) -> &[String] {
        &self.0[entry as usize]
    }
}

/// All texts of the entries, as far as they are at hand.
pub struct AllTexts<'portfolio> {
    pub shown: &'portfolio ShownTexts,
    pub passages: Option<&'portfolio Passages>,
}

impl Texts for AllTexts<'_> {
    fn place(&self, entry: EntryId, test: &dyn Fn(&str) -> bool) -> Result<Option<Places>, NotAtHand> {
        for (pair, place) in [(self.shown.title(entry), TITLE), (self.shown.summary(entry), SUMMARY)] {
            if test(pair.sv) || pair.en.is_some_and(test) {
                return Ok(Some(place));
            }
        }
        let passages = self.passages.ok_or(NotAtHand)?;
        Ok(passages.of(entry).iter().any(|text| test(text)).then_some(BODY))
    }
}
