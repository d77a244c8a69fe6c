//! How the portfolio's mix of facets compares with the target mix.

use super::target::TargetMix;
use crate::{facet::Facet, placement::Weights};

/// A facet's share of the portfolio, beside its share of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub facet: Facet,
    /// Whole per cent; the four make 100.
    pub percent: u8,
    pub target: Option<u8>,
}

impl Share {
    /// How many percentage points more than the target; negative for less.
    pub fn points(&self) -> Option<i16> {
        self.target.map(|target| i16::from(self.percent) - i16::from(target))
    }
}

/// The four shares of a mix, in the order of [`Facet::ALL`].
pub fn shares(mix: &Weights, target: Option<&TargetMix>) -> [Share; 4] {
    mix.percent().map(|(facet, percent)| Share { facet, percent, target: target.map(|target| target.of(facet)) })
}

/// The shares that are off the target, the farthest first; of two as far, the first of [`Facet::ALL`].
pub fn deviations(shares: &[Share; 4]) -> Vec<(Facet, i16)> {
    let mut off: Vec<_> = shares
        .iter()
        .filter_map(|share| Some((share.facet, share.points()?)))
        .filter(|(_, points)| *points != 0)
        .collect();
    off.sort_by_key(|(_, points)| std::cmp::Reverse(points.abs()));
    off
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{mix::balance, placement::Placement};
    use proptest::prelude::*;

    #[test]
    fn the_farthest_from_the_target_comes_first() {
        let mix = Weights { enhancement: 0.62, mission: 0.2, adaptive: 0.06, anticipatory: 0.12 };
        let target = TargetMix::new([50, 20, 15, 15]).expect("a mix");
        let off = deviations(&shares(&mix, Some(&target)));
        assert_eq!(off, [(Facet::Enhancement, 12), (Facet::Adaptive, -9), (Facet::Anticipatory, -3)]);
        assert_eq!(deviations(&shares(&mix, None)), []);
    }

    proptest! {
        #[test]
        fn shares_make_a_hundred_and_deviations_nothing(points in prop::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 1..30)) {
            let mix = balance(points.into_iter().map(|(x, y)| Placement::nearest(x, y))).expect("entries");
            let target = TargetMix::new([40, 30, 20, 10]).expect("a mix");
            let shares = shares(&mix, Some(&target));
            prop_assert_eq!(shares.iter().map(|share| u32::from(share.percent)).sum::<u32>(), 100);
            prop_assert_eq!(deviations(&shares).iter().map(|(_, points)| points).sum::<i16>(), 0);
        }
    }
}
