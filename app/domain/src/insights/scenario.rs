//! What if: planned moves on a copy of the portfolio, written small enough for an address.
//!
//! A scenario is written as its plans with `_` between them; a plan is a reference, `x`, `y` and a standing with `.`
//! between them: `2024-0007.300.-450.trial_2025-0001...ended`. Coordinates are thousandths; what stays as it is, is
//! left empty, and dots at the end are left out.

use crate::{placement::Placement, portfolio::rows::Row, reference::Reference, stage::Standing};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// What is planned for one entry: a place, a standing, or both.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub to: Option<Placement>,
    pub standing: Option<Standing>,
}

/// Plans for some entries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    plans: BTreeMap<Reference, Plan>,
}

impl Scenario {
    /// The most plans: an address that still fits into a message.
    pub const MOST: usize = 40;

    /// Reads what an address says; what cannot be used is left out and comes back as it was written.
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut scenario = Self::default();
        let mut bad = Vec::new();
        for part in text.split('_').filter(|part| !part.is_empty()) {
            match plan(part) {
                Some((reference, plan)) if scenario.has_room(reference) => {
                    scenario.plans.insert(reference, plan);
                }
                // However long the address, what is said of it stays short.
                _ if bad.len() < 5 => bad.push(part.chars().take(40).collect()),
                _ => {}
            }
        }
        (scenario, bad)
    }

    fn has_room(&self, reference: Reference) -> bool {
        self.plans.len() < Self::MOST || self.plans.contains_key(&reference)
    }

    /// Whether another entry can be planned for.
    pub fn is_full(&self) -> bool {
        self.plans.len() >= Self::MOST
    }

    pub fn is_empty(&self) -> bool {
        self.plans.is_empty()
    }

    pub fn plans(&self) -> impl Iterator<Item = (Reference, Plan)> {
        self.plans.iter().map(|(reference, plan)| (*reference, *plan))
    }

    pub fn plan(&self, reference: Reference) -> Option<Plan> {
        self.plans.get(&reference).copied()
    }

    /// With a place planned for an entry; unchanged where there is no room for another.
    #[must_use]
    pub fn placing(mut self, reference: Reference, to: Placement) -> Self {
        if self.has_room(reference) {
            self.plans.entry(reference).or_insert(Plan { to: None, standing: None }).to = Some(to);
        }
        self
    }

    /// With a standing planned for an entry; unchanged where there is no room for another.
    #[must_use]
    pub fn standing(mut self, reference: Reference, standing: Standing) -> Self {
        if self.has_room(reference) {
            self.plans.entry(reference).or_insert(Plan { to: None, standing: None }).standing = Some(standing);
        }
        self
    }

    /// Without the plan for an entry.
    #[must_use]
    pub fn without(mut self, reference: Reference) -> Self {
        self.plans.remove(&reference);
        self
    }

    /// The rows as they would be. What is not in use is no innovation.
    pub fn applied(&self, rows: &[Row]) -> Vec<Row> {
        rows.iter()
            .map(|row| {
                let Some(plan) = self.plans.get(&row.reference) else { return *row };
                let standing = plan.standing.unwrap_or(row.standing);
                let innovation = row.innovation && standing == Standing::InUse;
                Row { placement: plan.to.unwrap_or(row.placement), standing, innovation, ..*row }
            })
            .collect()
    }
}

/// Reads one plan; none where it says nothing or something impossible.
fn plan(text: &str) -> Option<(Reference, Plan)> {
    let mut parts = text.split('.');
    let reference = parts.next()?.parse().ok()?;
    let (x, y, standing) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let to = match (x, y) {
        ("", "") => None,
        (x, y) => Some(Placement::new(coordinate(x)?, coordinate(y)?).ok()?),
    };
    let standing = if standing.is_empty() { None } else { Some(standing.parse().ok()?) };
    let says_something = to.is_some() || standing.is_some();
    (parts.next().is_none() && says_something).then_some((reference, Plan { to, standing }))
}

fn coordinate(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| i16::from_str(text).ok()).flatten().map(|thousandths| f64::from(thousandths) / 1000.0)
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (reference, plan)) in self.plans.iter().enumerate() {
            if place > 0 {
                f.write_str("_")?;
            }
            write!(f, "{reference}")?;
            let thousandths = |coordinate: f64| (coordinate * 1000.0).round() as i16;
            match plan.to {
                Some(to) => write!(f, ".{}.{}", thousandths(to.x()), thousandths(to.y()))?,
                None => f.write_str("..")?,
            }
            if let Some(standing) = plan.standing {
                write!(f, ".{standing}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::testing::{any_place, any_row, reference, row};
    use proptest::prelude::*;

    fn any_scenario() -> impl Strategy<Value = Scenario> {
        let plan = (1..9999u32, any_place(), prop::sample::select(Standing::ALL), 0..3u8);
        prop::collection::vec(plan, 0..Scenario::MOST).prop_map(|plans| {
            plans.into_iter().fold(Scenario::default(), |scenario, (number, place, standing, what)| match what {
                0 => scenario.placing(reference(number), place),
                1 => scenario.standing(reference(number), standing),
                _ => scenario.placing(reference(number), place).standing(reference(number), standing),
            })
        })
    }

    #[test]
    fn it_is_written_small() {
        let scenario = Scenario::default()
            .placing(reference(7), Placement::nearest(0.3, -0.45))
            .standing(reference(7), Standing::Trial)
            .standing(reference(9), Standing::Ended)
            .placing(reference(12), Placement::CENTRE);
        assert_eq!(scenario.to_string(), "2024-0007.300.-450.trial_2024-0009...ended_2024-0012.0.0");
        assert_eq!(scenario.clone().without(reference(9)).plan(reference(9)), None);
        assert_eq!(Scenario::parse(&scenario.to_string()), (scenario, vec![]));
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        for wrong in [
            "hej",
            "2024-0001",
            "2024-0001..",
            "2024-0001.900.900",
            "2024-0001.5",
            "2024-0001.1.2.use",
            "2024-0001.1.2.trial.x",
            "2024-0001.+1.2",
            "2024-0001.1e2.0",
            "2024-0001.99999.0",
        ] {
            let (scenario, bad) = Scenario::parse(wrong);
            assert!(scenario.is_empty() && bad == [wrong], "{wrong}: {bad:?}");
        }
        let many: Vec<_> = (1..=60).map(|number| format!("{}.0.0", reference(number))).collect();
        let (scenario, bad) = Scenario::parse(&many.join("_"));
        assert!(scenario.is_full());
        assert_eq!((scenario.plans().count(), bad.len()), (Scenario::MOST, 5));
        assert!(scenario.to_string().len() < 1400);
    }

    #[test]
    fn a_plan_touches_only_its_entry() {
        let rows = [row(1), Row { standing: Standing::InUse, innovation: true, ..row(2) }];
        let to = Placement::nearest(1.0, 0.0);
        let then =
            Scenario::default().placing(reference(1), to).standing(reference(2), Standing::Paused).applied(&rows);
        assert_eq!(then[0], Row { placement: to, ..rows[0] });
        assert_eq!(then[1], Row { standing: Standing::Paused, innovation: false, ..rows[1] });
    }

    proptest! {
        #[test]
        fn a_scenario_survives_the_address(scenario in any_scenario()) {
            prop_assert_eq!(Scenario::parse(&scenario.to_string()), (scenario, vec![]));
        }

        #[test]
        fn any_text_can_be_read_as_a_scenario(text in "\\PC{0,80}", rows in prop::collection::vec(any_row(), 0..5)) {
            let (scenario, _) = Scenario::parse(&text);
            prop_assert_eq!(Scenario::parse(&scenario.to_string()).0, scenario.clone());
            prop_assert_eq!(scenario.applied(&rows).len(), rows.len());
        }
    }
}
