//! How entries hang together.

use crate::{
    entry::Card,
    fault::{Fault, Field, Problem, Problems},
    label::named,
    reference::Reference,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// How an entry hangs together with another, seen from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tie {
    PartOf,
    HasPart,
    DependsOn,
    NeededBy,
    BuildsOn,
    BuiltOnBy,
    SimilarTo,
    ConflictsWith,
}

named!(Tie, "relation", {
    PartOf => "part-of",
    HasPart => "has-part",
    DependsOn => "depends-on",
    NeededBy => "needed-by",
    BuildsOn => "builds-on",
    BuiltOnBy => "built-on-by",
    SimilarTo => "similar-to",
    ConflictsWith => "conflicts-with",
});

impl Tie {
    /// The same seen from the other entry.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::PartOf => Self::HasPart,
            Self::HasPart => Self::PartOf,
            Self::DependsOn => Self::NeededBy,
            Self::NeededBy => Self::DependsOn,
            Self::BuildsOn => Self::BuiltOnBy,
            Self::BuiltOnBy => Self::BuildsOn,
            Self::SimilarTo => Self::SimilarTo,
            Self::ConflictsWith => Self::ConflictsWith,
        }
    }

    /// Whether it is the same from both sides.
    pub const fn is_mutual(self) -> bool {
        matches!(self, Self::SimilarTo | Self::ConflictsWith)
    }

    /// Whether it leads away from the entry that it is seen from: the way in which relations are kept.
    pub const fn leads_away(self) -> bool {
        matches!(self, Self::PartOf | Self::DependsOn | Self::BuildsOn)
    }
}

/// A relation as it is kept: each is there once, however it is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kept {
    pub from: Reference,
    pub to: Reference,
    /// One that leads away, or is mutual.
    pub tie: Tie,
}

impl Kept {
    /// The relation of `own` to `other`, as it is kept.
    pub fn new(own: Reference, tie: Tie, other: Reference) -> Self {
        let turned = if tie.is_mutual() { own > other } else { !tie.leads_away() };
        if turned { Self { from: other, to: own, tie: tie.inverse() } } else { Self { from: own, to: other, tie } }
    }

    /// How it is seen from one of its entries, and the other one.
    pub fn seen_from(self, own: Reference) -> (Tie, Reference) {
        if own == self.from { (self.tie, self.to) } else { (self.tie.inverse(), self.from) }
    }

    /// Whether it would lead around in a circle among others of its kind: nothing is a part of its own part.
    pub fn is_circular(self, others: &[Self]) -> bool {
        if self.tie.is_mutual() {
            return false;
        }
        let mut seen = HashSet::from([self.to]);
        let mut ahead = vec![self.to];
        while let Some(here) = ahead.pop() {
            if here == self.from {
                return true;
            }
            let next = others.iter().filter(|other| other.tie == self.tie && other.from == here).map(|other| other.to);
            ahead.extend(next.filter(|next| seen.insert(*next)));
        }
        false
    }
}

/// A relation as an entry's page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    pub id: i64,
    pub tie: Tie,
    pub other: Card,
}

/// A relation as it is written in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRelation {
    pub tie: String,
    /// The number of the other entry.
    pub other: String,
}

impl RawRelation {
    /// The relation of an entry to another.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self, own: Reference) -> Result<(Tie, Reference), Vec<Problem>> {
        let mut problems = Problems::default();
        let tie = if self.tie.is_empty() { Err(Fault::Missing) } else { self.tie.parse().map_err(|_| Fault::Unknown) };
        let tie: Option<Tie> = problems.take(Field::Tie, tie);
        let other = problems.take(Field::Other, self.other(own));
        tie.zip(other).ok_or_else(|| problems.into_vec())
    }

    fn other(&self, own: Reference) -> Result<Reference, Fault> {
        let written = self.other.trim();
        if written.is_empty() {
            return Err(Fault::Missing);
        }
        written.parse().ok().filter(|other| *other != own).ok_or(Fault::NotAPublishedEntry)
    }
}

/// What became of a new relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Related {
    /// It is there, now or from before.
    Saved,
    /// It would lead around in a circle.
    Circular,
    /// The other entry is not there, or not published.
    NoOther,
    /// There is no such published entry.
    Gone,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(number: u32) -> Reference {
        Reference::new(2026, number).expect("a reference")
    }

    fn kept(from: u32, tie: Tie, to: u32) -> Kept {
        Kept::new(entry(from), tie, entry(to))
    }

    #[test]
    fn a_relation_is_kept_once_however_it_is_seen() {
        for tie in Tie::ALL {
            assert_eq!(kept(1, *tie, 2), kept(2, tie.inverse(), 1), "{tie}");
            assert_eq!(tie.inverse().inverse(), *tie);
            let stored = kept(1, *tie, 2);
            assert!(stored.tie.leads_away() || stored.tie.is_mutual(), "{tie}");
            assert_eq!(stored.seen_from(entry(1)), (*tie, entry(2)));
            assert_eq!(stored.seen_from(entry(2)), (tie.inverse(), entry(1)));
        }
    }

    #[test]
    fn nothing_is_a_part_of_its_own_part() {
        let others = [kept(1, Tie::PartOf, 2), kept(2, Tie::PartOf, 3), kept(3, Tie::DependsOn, 1)];
        assert!(kept(3, Tie::PartOf, 1).is_circular(&others));
        assert!(kept(1, Tie::HasPart, 3).is_circular(&others));
        assert!(!kept(1, Tie::PartOf, 3).is_circular(&others), "twice the same way is no circle");
        assert!(!kept(2, Tie::DependsOn, 1).is_circular(&others), "of another kind");
        assert!(!kept(2, Tie::SimilarTo, 1).is_circular(&others));
        // It ends also where what is there goes round.
        let round = [kept(4, Tie::PartOf, 5), kept(5, Tie::PartOf, 4)];
        assert!(!kept(6, Tie::PartOf, 4).is_circular(&round));
    }

    #[test]
    fn a_form_names_a_relation_and_another_entry() {
        let raw = |tie: &str, other: &str| RawRelation { tie: tie.into(), other: other.into() };
        assert_eq!(raw("part-of", " 2026-0002 ").check(entry(1)), Ok((Tie::PartOf, entry(2))));
        for (tie, other, wrong) in [
            ("", "2026-0002", vec![(Field::Tie, Fault::Missing)]),
            ("x", "2026-0002", vec![(Field::Tie, Fault::Unknown)]),
            ("part-of", "", vec![(Field::Other, Fault::Missing)]),
            ("part-of", "2026-0001", vec![(Field::Other, Fault::NotAPublishedEntry)]),
            ("part-of", "hej", vec![(Field::Other, Fault::NotAPublishedEntry)]),
        ] {
            let problems = raw(tie, other).check(entry(1)).expect_err("wrong");
            let found: Vec<_> = problems.into_iter().map(|Problem { field, fault }| (field, fault)).collect();
            assert_eq!(found, wrong, "{tie} {other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_never_circular_when_added_holds_no_circle(steps in prop::collection::vec((1_u32..7, 1_u32..7), 0..25)) {
            let mut all: Vec<Kept> = Vec::new();
            for (from, to) in steps {
                let new = kept(from, Tie::DependsOn, to);
                if from != to && !new.is_circular(&all) {
                    all.push(new);
                }
            }
            // Whoever depends on nothing can be taken away, until none is left.
            let mut left: HashSet<Reference> = (1..7).map(entry).collect();
            while let Some(free) = left.iter().copied().find(|one| !all.iter().any(|kept| kept.from == *one && left.contains(&kept.to))) {
                left.remove(&free);
            }
            prop_assert!(left.is_empty());
        }
    }
}
