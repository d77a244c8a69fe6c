//! Placing by OPSI's two questions: why was it created, and what drove it.

use crate::{facet::Facet, placement::Placement};
use serde::{Deserialize, Serialize};

/// The answers to the two questions of OPSI's exploration tool; each has the four facets as answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Why was it created?
    pub purpose: Facet,
    /// What drove it?
    pub driver: Facet,
}

impl Answers {
    /// The starting place: the middle of the two corners. Sixteen pairs of answers give exactly nine places.
    pub fn placement(self) -> Placement {
        Placement::corner(self.purpose).between(Placement::corner(self.driver))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facet::Change;

    fn all() -> impl Iterator<Item = Answers> {
        Facet::ALL
            .iter()
            .flat_map(|purpose| Facet::ALL.iter().map(|driver| Answers { purpose: *purpose, driver: *driver }))
    }

    #[test]
    fn the_questions_give_exactly_nine_places() {
        let mut places: Vec<_> = all()
            .map(|answers| answers.placement())
            .map(|place| (place.x().to_string(), place.y().to_string()))
            .collect();
        places.sort();
        places.dedup();
        assert_eq!(places.len(), 9);
    }

    #[test]
    fn same_answers_give_the_facet_neighbours_the_change_and_opposites_a_mix() {
        for answers in all() {
            let place = answers.placement();
            let change = Change::ALL.iter().copied().find(|change| {
                let (one, other) = change.between();
                (answers.purpose, answers.driver) == (one, other) || (answers.driver, answers.purpose) == (one, other)
            });
            if answers.purpose == answers.driver {
                assert_eq!(place, Placement::corner(answers.purpose));
            } else if let Some(change) = change {
                assert_eq!(place.change(), Some(change));
            } else {
                assert_eq!(place, Placement::CENTRE);
                assert!(place.is_confused());
            }
        }
    }
}
