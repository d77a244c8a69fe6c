//! Every picture by the name of its files.

use super::{Figure, balance, flow, gaps, ground::Ground, time, what_if};
use crate::parts::chart::svg::Medium;

/// A picture that can be had as files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Balance,
    UnitsFacets,
    GoalsStages,
    BoardsOrigins,
    Flow,
    StageTimes,
    Time,
    Then,
    ThenMix,
    WhatIf,
    WhatIfCompass,
}

impl Picture {
    pub const ALL: [Self; 11] = [
        Self::Balance,
        Self::UnitsFacets,
        Self::GoalsStages,
        Self::BoardsOrigins,
        Self::Flow,
        Self::StageTimes,
        Self::Time,
        Self::Then,
        Self::ThenMix,
        Self::WhatIf,
        Self::WhatIfCompass,
    ];

    /// The name of its files, without the ending.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::UnitsFacets => "units-facets",
            Self::GoalsStages => "goals-stages",
            Self::BoardsOrigins => "boards-origins",
            Self::Flow => "flow",
            Self::StageTimes => "stage-times",
            Self::Time => "time",
            Self::Then => "then",
            Self::ThenMix => "then-mix",
            Self::WhatIf => "what-if",
            Self::WhatIfCompass => "what-if-compass",
        }
    }

    /// The picture of what the ground holds.
    pub fn draw(self, ground: &Ground, medium: Medium) -> Figure {
        match self {
            Self::Balance => balance::figure(ground, medium),
            Self::UnitsFacets | Self::GoalsStages | Self::BoardsOrigins => gaps::figure(ground, self, medium),
            Self::Flow => flow::figure(ground, medium),
            Self::StageTimes => flow::times(ground, medium),
            Self::Time => time::series(ground, medium),
            Self::Then => time::then(ground),
            Self::ThenMix => time::mix(ground, medium),
            Self::WhatIf => what_if::figure(ground, medium),
            Self::WhatIfCompass => what_if::compass(ground),
        }
    }
}
