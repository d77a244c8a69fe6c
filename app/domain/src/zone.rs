//! The parts of the compass that one can look at more closely.
//!
//! In `u = x + y` and `v = y - x` the diamond is a square. Cut 3 x 3 it gives OPSI's nine zones: the four facets at the
//! corners, the four kinds of change between them, confusion in the middle. Each is cut again in the same way, so that
//! however many entries lie close together, one gets to them in a few steps.

use crate::{
    label::serde_as_text,
    placement::{Placement, Point},
};
use std::{fmt, str::FromStr};

/// A part of the diamond: the whole, one of the nine zones, a ninth of one, and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone {
    /// How often the diamond has been cut.
    level: u8,
    /// The place among the `3^level` columns, from low to high `u`.
    column: u16,
    /// The place among the `3^level` rows, from low to high `v`.
    row: u16,
}

/// An address that names no zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such zone")]
pub struct NoSuchZone;

impl Zone {
    pub const WHOLE: Self = Self { level: 0, column: 0, row: 0 };
    /// How often the diamond can be cut: the smallest zones are as wide as eight of the steps that places are kept to.
    pub const DEEPEST: u8 = 5;

    /// The zone of a level in which a placement lies.
    fn at(placement: Placement, level: u8) -> Self {
        let cells = 3_i32.pow(level.into());
        let cell = |coordinate: f64| {
            let cell = ((coordinate + 1.0) / 2.0 * f64::from(cells)) as i32;
            cell.clamp(0, cells - 1) as u16
        };
        Self { level, column: cell(placement.x() + placement.y()), row: cell(placement.y() - placement.x()) }
    }

    pub fn contains(self, placement: Placement) -> bool {
        Self::at(placement, self.level) == self
    }

    /// The ninth of this zone in which a placement of it lies; none where it is too small to be cut.
    pub fn part(self, placement: Placement) -> Option<Self> {
        (self.level < Self::DEEPEST).then(|| Self::at(placement, self.level + 1))
    }

    /// The zone of which this is a part; none for the whole.
    pub fn whole(self) -> Option<Self> {
        let level = self.level.checked_sub(1)?;
        Some(Self { level, column: self.column / 3, row: self.row / 3 })
    }

    /// The zones from the whole to this one.
    pub fn path(self) -> Vec<Self> {
        let mut path: Vec<_> = std::iter::successors(Some(self), |zone| zone.whole()).collect();
        path.reverse();
        path
    }

    /// The zone of the same size a step to the right and upwards, as far as the diamond goes.
    #[must_use]
    pub fn beside(self, right: i8, up: i8) -> Self {
        let most = 3_i32.pow(self.level.into()) - 1;
        let moved = |cell: u16, by: i8| (i32::from(cell) + i32::from(by)).clamp(0, most) as u16;
        let (right, up) = (right.signum(), up.signum());
        Self { level: self.level, column: moved(self.column, right + up), row: moved(self.row, up - right) }
    }

    /// How many times larger it is drawn than in the whole.
    pub fn scale(self) -> f64 {
        3_f64.powi(self.level.into())
    }

    /// Its middle.
    pub fn centre(self) -> Point {
        let middle = |cell: u16| (2.0 * f64::from(cell) + 1.0) / self.scale() - 1.0;
        let (u, v) = (middle(self.column), middle(self.row));
        Point { x: (u - v) / 2.0, y: (u + v) / 2.0 }
    }

    /// Whether it is the whole.
    pub fn is_whole(self) -> bool {
        self.level == 0
    }

    /// Whether it is one of OPSI's nine.
    pub const fn is_named(self) -> bool {
        self.level == 1
    }
}

impl fmt::Display for Zone {
    /// A digit from 1 to 9 for each cut; nothing for the whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for zone in self.path().into_iter().skip(1) {
            write!(f, "{}", 1 + zone.column % 3 + 3 * (zone.row % 3))?;
        }
        Ok(())
    }
}

impl FromStr for Zone {
    type Err = NoSuchZone;

    fn from_str(text: &str) -> Result<Self, NoSuchZone> {
        if text.len() > usize::from(Self::DEEPEST) {
            return Err(NoSuchZone);
        }
        text.bytes().try_fold(Self::WHOLE, |zone, digit| match digit {
            b'1'..=b'9' => {
                let place = u16::from(digit - b'1');
                Ok(Self { level: zone.level + 1, column: zone.column * 3 + place % 3, row: zone.row * 3 + place / 3 })
            }
            _ => Err(NoSuchZone),
        })
    }
}

serde_as_text!(Zone);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facet::{Change, Facet};
    use proptest::prelude::*;

    #[test]
    fn the_first_nine_are_those_of_opsi() {
        let zone = |placement| Zone::WHOLE.part(placement).expect("the whole can be cut");
        let mut zones = vec![zone(Placement::CENTRE)];
        zones.extend(Facet::ALL.iter().map(|facet| zone(Placement::corner(*facet))));
        zones.extend(Change::ALL.iter().map(|change| {
            let (one, other) = change.between();
            zone(Placement::corner(one).between(Placement::corner(other)))
        }));
        zones.sort();
        zones.dedup();
        assert_eq!(zones.len(), 9);
        assert_eq!(zone(Placement::CENTRE).to_string(), "5");
        let centre = zone(Placement::CENTRE).centre();
        assert!(centre.x.abs() < 1e-12 && centre.y.abs() < 1e-12);
    }

    #[test]
    fn one_can_go_from_each_zone_to_every_other() {
        let directions = [(1, 0), (-1, 0), (0, 1), (0, -1)];
        let mut reached = vec![Zone { level: 2, column: 4, row: 4 }];
        let mut next = 0;
        while let Some(zone) = reached.get(next).copied() {
            for beside in directions.map(|(right, up)| zone.beside(right, up)) {
                if !reached.contains(&beside) {
                    reached.push(beside);
                }
            }
            next += 1;
        }
        assert_eq!(reached.len(), 81);
        let left = Zone::WHOLE.part(Placement::corner(Facet::Enhancement)).expect("a part");
        assert_eq!(left.beside(1, 0).to_string(), "5");
        assert_eq!(left.beside(-1, 0), left);
        assert_eq!(Zone::WHOLE.beside(1, 1), Zone::WHOLE);
    }

    #[test]
    fn an_address_that_names_no_zone_is_refused() {
        for wrong in ["0", "a", "1234567", "5 ", "-1", "٣"] {
            assert_eq!(wrong.parse::<Zone>(), Err(NoSuchZone), "{wrong}");
        }
        assert_eq!("".parse(), Ok(Zone::WHOLE));
    }

    proptest! {
        #[test]
        fn each_part_holds_its_placement_and_lies_in_its_whole(x in -1.0..1.0_f64, y in -1.0..1.0_f64) {
            let placement = Placement::nearest(x, y);
            let path: Vec<_> = std::iter::successors(Some(Zone::WHOLE), |zone| zone.part(placement)).collect();
            prop_assert_eq!(path.len(), usize::from(Zone::DEEPEST) + 1);
            for pair in path.windows(2) {
                prop_assert_eq!(pair[1].whole(), Some(pair[0]));
                prop_assert!(pair[1].contains(placement));
                let centre = pair[1].centre();
                prop_assert!((centre.x - placement.x()).abs() <= 1.0 / pair[1].scale() + 1e-9);
            }
            let deepest = path[path.len() - 1];
            prop_assert_eq!(deepest.path(), path);
            prop_assert_eq!(deepest.to_string().parse(), Ok(deepest));
        }
    }
}
