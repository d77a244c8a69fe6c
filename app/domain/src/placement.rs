//! The arithmetic of the compass: a point in the diamond, its facet weights and the words for where it lies.
//!
//! The diamond and its names are OPSI's; the bilinear weights are Fyrfält's own (`domain.md`, "Placement").

use crate::{
    facet::{Change, Facet},
    fault::Fault,
};
use serde::{Deserialize, Serialize};

/// How far one press of an arrow key moves a dot.
pub const STEP: f64 = 0.05;
/// How far one press of an arrow key with Shift moves a dot.
pub const FAR_STEP: f64 = 0.25;
/// The heaviest weight below which a placement lies in the zone of confusion.
pub const CONFUSION: f64 = 0.40;

/// Room for rounding: a point this little outside the diamond counts as on its edge.
const TOLERANCE: f64 = 1e-9;

/// A point `(x, y)` with `|x| + |y| <= 1`: `x` from certainty (-1) to uncertainty (+1), `y` from undirected (-1) to
/// directed (+1). It is kept to three decimals, so that what is saved, sent and shown is the same point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Point", into = "Point")]
pub struct Placement {
    x: f64,
    y: f64,
}

/// A point of the plane that need not lie in the diamond.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Placement {
    pub const CENTRE: Self = Self { x: 0.0, y: 0.0 };

    /// The point, or a fault where it lies outside the diamond or is not a number.
    pub fn new(x: f64, y: f64) -> Result<Self, Fault> {
        if !x.is_finite() || !y.is_finite() {
            return Err(Fault::NotANumber);
        }
        if x.abs() + y.abs() > 1.0 + TOLERANCE {
            return Err(Fault::OutsideDiamond);
        }
        Ok(Self::nearest(x, y))
    }

    /// The point of the diamond nearest to `(x, y)`: what a drag beyond the edge gives. The centre for what is not a
    /// number.
    pub fn nearest(x: f64, y: f64) -> Self {
        if !x.is_finite() || !y.is_finite() {
            return Self::CENTRE;
        }
        let (across, up) = (x.abs(), y.abs());
        let (across, up) = if across + up <= 1.0 {
            (across, up)
        } else {
            let along = ((across - up + 1.0) / 2.0).clamp(0.0, 1.0);
            (along, 1.0 - along)
        };
        // Rounding `x` to the grid and `y` towards zero keeps an edge point inside.
        let across = round(across);
        let up = round(up).min(round(1.0 - across));
        Self { x: across.copysign(x), y: up.copysign(y) }.without_negative_zero()
    }

    /// The corner of a facet.
    pub const fn corner(facet: Facet) -> Self {
        let (x, y) = match facet {
            Facet::Mission => (0.0, 1.0),
            Facet::Enhancement => (-1.0, 0.0),
            Facet::Anticipatory => (1.0, 0.0),
            Facet::Adaptive => (0.0, -1.0),
        };
        Self { x, y }
    }

    /// Halfway between two points of the diamond.
    pub fn between(self, other: Self) -> Self {
        Self::nearest((self.x + other.x) / 2.0, (self.y + other.y) / 2.0)
    }

    /// Certainty (-1) to uncertainty (+1).
    pub const fn x(self) -> f64 {
        self.x
    }

    /// Undirected (-1) to directed (+1).
    pub const fn y(self) -> f64 {
        self.y
    }

    /// The point moved by `(dx, dy)`, kept within the diamond.
    pub fn moved(self, dx: f64, dy: f64) -> Self {
        Self::nearest(self.x + dx, self.y + dy)
    }

    /// How much the point belongs to each facet.
    pub fn weights(self) -> Weights {
        let (u, v) = (self.x + self.y, self.y - self.x);
        Weights {
            enhancement: (1.0 - u) * (1.0 + v) / 4.0,
            mission: (1.0 + u) * (1.0 + v) / 4.0,
            adaptive: (1.0 - u) * (1.0 - v) / 4.0,
            anticipatory: (1.0 + u) * (1.0 - v) / 4.0,
        }
    }

    /// The heaviest facet; a tie goes to the first of enhancement, mission, adaptive, anticipatory.
    pub fn main_facet(self) -> Facet {
        let weights = self.weights();
        Facet::ALL.iter().copied().fold(Facet::Enhancement, |heaviest, facet| {
            if weights.of(facet) > weights.of(heaviest) + TOLERANCE { facet } else { heaviest }
        })
    }

    /// Whether it tries to serve every purpose at once: OPSI's zone of confusion, by Fyrfält's limit of 0.40.
    pub fn is_confused(self) -> bool {
        self.weights().of(self.main_facet()) < CONFUSION - TOLERANCE
    }

    /// The kind of change it stands for, where two neighbours share it: both at least 0.30 and neither over 0.60.
    ///
    /// The limits are Fyrfält's own; OPSI names the zones without borders.
    pub fn change(self) -> Option<Change> {
        let weights = self.weights();
        let shared = |facet| (0.30 - TOLERANCE..=0.60 + TOLERANCE).contains(&weights.of(facet));
        Change::ALL.iter().copied().find(|change| {
            let (one, other) = change.between();
            shared(one) && shared(other)
        })
    }

    /// Where the point lies, as a person would say it.
    pub fn words(self) -> Words {
        Words {
            facet: (!self.is_confused()).then(|| self.main_facet()),
            strength: Strength::of(self.weights().of(self.main_facet())),
            certainty: Degree::of(self.x),
            direction: Degree::of(self.y),
        }
    }

    fn without_negative_zero(self) -> Self {
        Self { x: self.x + 0.0, y: self.y + 0.0 }
    }
}

fn round(coordinate: f64) -> f64 {
    (coordinate * 1000.0).round() / 1000.0
}

impl TryFrom<Point> for Placement {
    type Error = Fault;

    fn try_from(point: Point) -> Result<Self, Fault> {
        Self::new(point.x, point.y)
    }
}

impl From<Placement> for Point {
    fn from(placement: Placement) -> Self {
        Self { x: placement.x, y: placement.y }
    }
}

/// A share for each facet, 0 to 1; together 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    pub enhancement: f64,
    pub mission: f64,
    pub adaptive: f64,
    pub anticipatory: f64,
}

impl Weights {
    /// The share of one facet.
    pub const fn of(&self, facet: Facet) -> f64 {
        match facet {
            Facet::Enhancement => self.enhancement,
            Facet::Mission => self.mission,
            Facet::Adaptive => self.adaptive,
            Facet::Anticipatory => self.anticipatory,
        }
    }

    /// The shares in whole per cent, rounded so that they still make 100 (largest remainder).
    pub fn percent(&self) -> [(Facet, u8); 4] {
        let mut shares = [Facet::Enhancement, Facet::Mission, Facet::Adaptive, Facet::Anticipatory].map(|facet| {
            (facet, (self.of(facet) * 100.0 + TOLERANCE).floor(), (self.of(facet) * 100.0 + TOLERANCE).fract())
        });
        let missing = 100.0 - shares.iter().map(|share| share.1).sum::<f64>();
        let mut order = [0, 1, 2, 3];
        order.sort_by(|a, b| shares[*b].2.total_cmp(&shares[*a].2));
        for index in order.into_iter().take(missing as usize) {
            shares[index].1 += 1.0;
        }
        shares.map(|(facet, whole, _)| (facet, whole as u8))
    }
}

/// Where a placement lies in words: which facet and how strongly, how certain, how directed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The main facet, or none in the zone of confusion.
    pub facet: Option<Facet>,
    pub strength: Strength,
    /// From certain (low) to uncertain (high).
    pub certainty: Degree,
    /// From undirected (low) to directed (high).
    pub direction: Degree,
}

/// How much the main facet dominates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// 0.80 or more.
    Wholly,
    /// 0.55 or more.
    Mostly,
    /// Less.
    Partly,
}

impl Strength {
    fn of(weight: f64) -> Self {
        if weight >= 0.80 {
            Self::Wholly
        } else if weight >= 0.55 {
            Self::Mostly
        } else {
            Self::Partly
        }
    }
}

/// Where a coordinate lies between its two poles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Degree {
    /// Below -0.6.
    VeryLow,
    /// Below -0.15.
    Low,
    /// From -0.15 to 0.15.
    Middle,
    /// Above 0.15.
    High,
    /// Above 0.6.
    VeryHigh,
}

impl Degree {
    fn of(coordinate: f64) -> Self {
        match coordinate {
            c if c < -0.6 => Self::VeryLow,
            c if c < -0.15 => Self::Low,
            c if c <= 0.15 => Self::Middle,
            c if c <= 0.6 => Self::High,
            _ => Self::VeryHigh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_placement() -> impl Strategy<Value = Placement> {
        (-1.5..1.5f64, -1.5..1.5f64).prop_map(|(x, y)| Placement::nearest(x, y))
    }

    #[test]
    fn a_corner_belongs_to_its_facet_alone() {
        for facet in Facet::ALL {
            let corner = Placement::corner(*facet);
            for other in Facet::ALL {
                let expected = if facet == other { 1.0 } else { 0.0 };
                assert_eq!(corner.weights().of(*other), expected, "{facet} at {other}");
            }
            assert_eq!(corner.main_facet(), *facet);
        }
    }

    #[test]
    fn the_centre_belongs_to_all_and_is_confusion() {
        let weights = Placement::CENTRE.weights();
        assert!(Facet::ALL.iter().all(|facet| weights.of(*facet) == 0.25));
        assert!(Placement::CENTRE.is_confused());
        assert_eq!(Placement::CENTRE.main_facet(), Facet::Enhancement);
    }

    #[test]
    fn ties_follow_the_agreed_order() {
        let tie = |a, b| Placement::corner(a).between(Placement::corner(b)).main_facet();
        assert_eq!(tie(Facet::Mission, Facet::Enhancement), Facet::Enhancement);
        assert_eq!(tie(Facet::Anticipatory, Facet::Mission), Facet::Mission);
        assert_eq!(tie(Facet::Anticipatory, Facet::Adaptive), Facet::Adaptive);
        assert_eq!(tie(Facet::Adaptive, Facet::Enhancement), Facet::Enhancement);
    }

    #[test]
    fn halfway_between_neighbours_lies_their_change() {
        for change in Change::ALL {
            let (one, other) = change.between();
            let halfway = Placement::corner(one).between(Placement::corner(other));
            assert_eq!(halfway.change(), Some(*change));
            assert!(!halfway.is_confused());
        }
        assert_eq!(Placement::CENTRE.change(), None);
        assert_eq!(Placement::corner(Facet::Mission).change(), None);
    }

    #[test]
    fn outside_is_an_error_unless_dragged() {
        assert_eq!(Placement::new(0.8, 0.8), Err(Fault::OutsideDiamond));
        assert_eq!(Placement::new(f64::NAN, 0.0), Err(Fault::NotANumber));
        assert_eq!(Placement::nearest(0.8, 0.8), Placement::nearest(0.5, 0.5));
        assert_eq!(Placement::nearest(3.0, 0.2), Placement::corner(Facet::Anticipatory));
        assert!(serde_json::from_str::<Placement>(r#"{"x":0.9,"y":0.9}"#).is_err());
    }

    #[test]
    fn words_for_places() {
        let words = Placement::nearest(-0.2, 0.75).words();
        assert_eq!(words.facet, Some(Facet::Mission));
        assert_eq!(words.strength, Strength::Mostly);
        assert_eq!(words.certainty, Degree::Low);
        assert_eq!(words.direction, Degree::VeryHigh);
        assert_eq!(Placement::CENTRE.words().facet, None);
    }

    proptest! {
        #[test]
        fn weights_sum_to_one_and_none_is_negative(place in any_placement()) {
            let weights = place.weights();
            let sum: f64 = Facet::ALL.iter().map(|facet| weights.of(*facet)).sum();
            prop_assert!((sum - 1.0).abs() < 1e-12);
            prop_assert!(Facet::ALL.iter().all(|facet| weights.of(*facet) >= -1e-12));
        }

        #[test]
        fn percent_makes_a_hundred(place in any_placement()) {
            prop_assert_eq!(place.weights().percent().iter().map(|(_, share)| u32::from(*share)).sum::<u32>(), 100);
        }

        #[test]
        fn a_dragged_point_always_lies_in_the_diamond(x in any::<f64>(), y in any::<f64>()) {
            let place = Placement::nearest(x, y);
            prop_assert_eq!(Placement::new(place.x(), place.y()), Ok(place));
        }

        #[test]
        fn no_point_of_the_diamond_is_nearer(x in -2.0..2.0f64, y in -2.0..2.0f64, other in any_placement()) {
            let distance = |place: Placement| (place.x() - x).hypot(place.y() - y);
            prop_assert!(distance(Placement::nearest(x, y)) <= distance(other) + 0.002);
        }

        #[test]
        fn it_survives_the_wire(place in any_placement()) {
            let json = serde_json::to_string(&place).expect("serialises");
            prop_assert_eq!(serde_json::from_str::<Placement>(&json).expect("deserialises"), place);
        }
    }
}
