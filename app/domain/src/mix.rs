//! The balance of a portfolio: how its entries share out over the facets.

use crate::{
    facet::Facet,
    placement::{Placement, Weights},
};

/// The mean weight of each facet over the placements, or none where there are no entries.
pub fn balance(placements: impl IntoIterator<Item = Placement>) -> Option<Weights> {
    let mut count = 0.0;
    let mut sum = Weights { enhancement: 0.0, mission: 0.0, adaptive: 0.0, anticipatory: 0.0 };
    for weights in placements.into_iter().map(Placement::weights) {
        count += 1.0;
        sum.enhancement += weights.enhancement;
        sum.mission += weights.mission;
        sum.adaptive += weights.adaptive;
        sum.anticipatory += weights.anticipatory;
    }
    (count > 0.0).then(|| Weights {
        enhancement: sum.enhancement / count,
        mission: sum.mission / count,
        adaptive: sum.adaptive / count,
        anticipatory: sum.anticipatory / count,
    })
}

/// Shannon entropy of a mix divided by ln 4: 0 is all in one facet, 1 is even.
pub fn evenness(mix: &Weights) -> f64 {
    let entropy: f64 = Facet::ALL
        .iter()
        .map(|facet| mix.of(*facet))
        .filter(|share| *share > 0.0)
        .map(|share| -share * share.ln())
        .sum();
    (entropy / 4f64.ln()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn without_entries_there_is_no_balance() {
        assert_eq!(balance([]), None);
    }

    #[test]
    fn one_corner_is_wholly_uneven_and_all_corners_are_even() {
        let one = balance([Placement::corner(Facet::Mission)]).expect("one entry");
        assert_eq!((one.mission, evenness(&one)), (1.0, 0.0));
        let all = balance(Facet::ALL.iter().map(|facet| Placement::corner(*facet))).expect("four entries");
        assert!((evenness(&all) - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_balance_sums_to_one(points in prop::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 1..50)) {
            let mix = balance(points.into_iter().map(|(x, y)| Placement::nearest(x, y))).expect("entries");
            let sum: f64 = Facet::ALL.iter().map(|facet| mix.of(*facet)).sum();
            prop_assert!((sum - 1.0).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&evenness(&mix)));
        }
    }
}
