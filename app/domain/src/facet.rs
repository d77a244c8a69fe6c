//! The four facets of OPSI's model and the kinds of change between neighbours.

use crate::label::named;

/// One of OPSI's four innovation facets, each a corner of the diamond.
///
/// Source: OECD OPSI, "Innovation facets". The order is the one that settles a tie between equal weights
/// (`domain.md`: enhancement, mission, adaptive, anticipatory).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Left: how might we do X better?
    Enhancement,
    /// Top: how might we achieve X?
    Mission,
    /// Bottom: how might our changed situation change how we do X?
    Adaptive,
    /// Right: how might emerging possibilities fundamentally change what X could or should be?
    Anticipatory,
}

named!(Facet, "facet", {
    Enhancement => "enhancement",
    Mission => "mission",
    Adaptive => "adaptive",
    Anticipatory => "anticipatory",
});

/// OPSI's name for the kind of change between two neighbouring facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// Enhancement + mission.
    Sustaining,
    /// Mission + anticipatory.
    Transformative,
    /// Anticipatory + adaptive.
    Disruptive,
    /// Adaptive + enhancement.
    Optimising,
}

named!(Change, "kind of change", {
    Sustaining => "sustaining",
    Transformative => "transformative",
    Disruptive => "disruptive",
    Optimising => "optimising",
});

impl Change {
    /// The two facets that the change lies between.
    pub const fn between(self) -> (Facet, Facet) {
        match self {
            Self::Sustaining => (Facet::Enhancement, Facet::Mission),
            Self::Transformative => (Facet::Mission, Facet::Anticipatory),
            Self::Disruptive => (Facet::Anticipatory, Facet::Adaptive),
            Self::Optimising => (Facet::Adaptive, Facet::Enhancement),
        }
    }
}
