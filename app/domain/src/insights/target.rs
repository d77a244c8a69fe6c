//! The target mix: how large a share of the portfolio each facet should have, as an organisation has agreed.
//!
//! An even quarter each is no ideal: enhancement is normally the majority (`domain.md`, "Placing by two questions").

use crate::{
    day::Day,
    facet::Facet,
    fault::{Fault, Field, Problem, Problems},
    text::Reason,
};
use serde::{Deserialize, Serialize};

/// A share for each facet in whole per cent, together 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "[u8; 4]", into = "[u8; 4]")]
pub struct TargetMix([u8; 4]);

impl TargetMix {
    /// The shares in the order of [`Facet::ALL`].
    ///
    /// # Errors
    /// When they do not make 100.
    pub fn new(shares: [u8; 4]) -> Result<Self, Fault> {
        let sum = shares.iter().copied().map(u32::from).sum();
        if sum == 100 { Ok(Self(shares)) } else { Err(Fault::NotAHundred { sum }) }
    }

    /// The share of one facet, 0 to 100.
    pub const fn of(&self, facet: Facet) -> u8 {
        self.0[facet as usize]
    }

    /// The shares in the order of [`Facet::ALL`].
    pub const fn shares(&self) -> [u8; 4] {
        self.0
    }
}

impl TryFrom<[u8; 4]> for TargetMix {
    type Error = Fault;

    fn try_from(shares: [u8; 4]) -> Result<Self, Fault> {
        Self::new(shares)
    }
}

impl From<TargetMix> for [u8; 4] {
    fn from(mix: TargetMix) -> Self {
        mix.0
    }
}

/// A target mix with who set it, when and why. It is never changed: another one follows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Later ones have higher numbers.
    pub id: i64,
    pub mix: TargetMix,
    /// The first day on which it holds.
    pub from: Day,
    pub reason: Reason,
    pub set_by: String,
    pub set_on: Day,
}

/// The target that holds on a day: of those that hold from then or before, the one from the latest day, and of several
/// from the same day the one set last.
pub fn in_force(targets: &[Target], day: Day) -> Option<&Target> {
    targets.iter().filter(|target| target.from <= day).max_by_key(|target| (target.from, target.id))
}

/// A target mix that a manager wants to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTarget {
    pub mix: TargetMix,
    pub from: Day,
    pub reason: Reason,
    /// The number of the latest target that the manager knew of; 0 for none.
    pub seen: i64,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetSet {
    Saved,
    /// Somebody else set another one meanwhile: nothing was changed.
    Conflict(Target),
}

/// A target mix as it was written in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawTarget {
    /// In the order of [`Facet::ALL`].
    pub shares: [String; 4],
    pub from: String,
    pub reason: String,
    pub seen: String,
}

/// The field of a facet's share.
pub const fn share_field(facet: Facet) -> Field {
    match facet {
        Facet::Enhancement => Field::Enhancement,
        Facet::Mission => Field::Mission,
        Facet::Adaptive => Field::Adaptive,
        Facet::Anticipatory => Field::Anticipatory,
    }
}

impl RawTarget {
    /// The form as it is for whoever has just opened it: what held so far, from today, for a new reason.
    pub fn after(latest: Option<&Target>, today: Day) -> Self {
        Self {
            shares: latest.map(|target| target.mix.shares().map(|share| share.to_string())).unwrap_or_default(),
            from: today.to_string(),
            reason: String::new(),
            seen: latest.map_or(0, |target| target.id).to_string(),
        }
    }

    /// The target mix, or everything that is wrong with it.
    pub fn check(&self) -> Result<NewTarget, Vec<Problem>> {
        let mut problems = Problems::default();
        let mut shares = [0; 4];
        for (facet, share) in Facet::ALL.iter().zip(&mut shares) {
            let written = read_share(&self.shares[*facet as usize]);
            *share = problems.take(share_field(*facet), written).unwrap_or(0);
        }
        let mut problems = problems.into_vec();
        let mix = TargetMix::new(shares);
        // A sum is wrong only of numbers that can be read.
        if let (true, Err(fault)) = (problems.is_empty(), mix) {
            problems.push(Problem { field: Field::Enhancement, fault });
        }
        let mut rest = Problems::default();
        let from = rest.take(Field::From, self.from.trim().parse());
        let reason = rest.take(Field::Reason, Reason::parse(&self.reason));
        let seen = rest.take(Field::Version, self.seen.trim().parse().map_err(|_| Fault::Unknown));
        problems.extend(rest.into_vec());
        match (problems.is_empty(), mix, from, reason, seen) {
            (true, Ok(mix), Some(from), Some(reason), Some(seen)) => Ok(NewTarget { mix, from, reason, seen }),
            _ => Err(problems),
        }
    }
}

/// A whole number from 0 to 100; a sign for per cent after it does no harm.
fn read_share(text: &str) -> Result<u8, Fault> {
    let digits = text.trim().trim_end_matches('%').trim_end();
    match digits {
        "" => Err(Fault::Missing),
        _ if !digits.bytes().all(|byte| byte.is_ascii_digit()) => Err(Fault::NotAShare),
        _ => digits.parse().ok().filter(|share| *share <= 100).ok_or(Fault::NotAShare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw(shares: [&str; 4]) -> RawTarget {
        RawTarget {
            shares: shares.map(str::to_owned),
            from: "2026-01-01".into(),
            reason: "Beslut i kommunstyrelsen.".into(),
            seen: "0".into(),
        }
    }

    fn faults(raw: &RawTarget) -> Vec<(Field, Fault)> {
        raw.check().expect_err("faults").into_iter().map(|problem| (problem.field, problem.fault)).collect()
    }

    fn target(id: i64, from: &str) -> Target {
        Target {
            id,
            mix: TargetMix::new([55, 20, 15, 10]).expect("a mix"),
            from: from.parse().expect("a day"),
            reason: Reason::parse("Beslut i kommunstyrelsen.").expect("a reason"),
            set_by: "Anna Ek".into(),
            set_on: from.parse().expect("a day"),
        }
    }

    #[test]
    fn four_whole_shares_make_a_hundred() {
        let good = raw(["55", " 20 %", "15", "10"]).check().expect("a target");
        assert_eq!(good.mix.shares(), [55, 20, 15, 10]);
        assert_eq!(good.mix.of(Facet::Anticipatory), 10);
        assert_eq!(faults(&raw(["55", "20", "15", "11"])), [(Field::Enhancement, Fault::NotAHundred { sum: 101 })]);
        let odd = raw(["55,5", "-1", "101", ""]);
        assert_eq!(
            faults(&odd),
            [
                (Field::Enhancement, Fault::NotAShare),
                (Field::Mission, Fault::NotAShare),
                (Field::Adaptive, Fault::NotAShare),
                (Field::Anticipatory, Fault::Missing)
            ]
        );
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = RawTarget {
            from: "i morgon".into(),
            reason: "för".into(),
            seen: String::new(),
            ..raw(["9", "9", "9", "9"])
        };
        let fields: Vec<_> = faults(&wrong).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, [Field::Enhancement, Field::From, Field::Reason, Field::Version]);
    }

    #[test]
    fn the_target_of_a_day_is_the_latest_that_has_begun() {
        let targets =
            [target(1, "2024-01-01"), target(2, "2026-01-01"), target(3, "2025-01-01"), target(4, "2025-01-01")];
        let on = |day: &str| in_force(&targets, day.parse().expect("a day")).map(|target| target.id);
        assert_eq!(on("2023-12-31"), None);
        assert_eq!(on("2024-06-01"), Some(1));
        assert_eq!(on("2025-01-01"), Some(4));
        assert_eq!(on("2026-11-23"), Some(2));
    }

    proptest! {
        #[test]
        fn only_a_hundred_is_a_mix(shares in prop::array::uniform4(0..=100u8)) {
            let sum: u32 = shares.iter().copied().map(u32::from).sum();
            prop_assert_eq!(TargetMix::new(shares).is_ok(), sum == 100);
        }

        #[test]
        fn any_text_is_read_or_refused(text in prop::array::uniform4("\\PC{0,6}")) {
            let read = RawTarget { shares: text, ..raw(["", "", "", ""]) }.check();
            prop_assert!(read.is_err() || read.is_ok_and(|new| new.mix.shares().iter().copied().map(u32::from).sum::<u32>() == 100));
        }
    }
}
