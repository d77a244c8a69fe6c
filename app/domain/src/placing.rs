//! Moving a dot on the compass: what a manager sends, and what the server answers.

use crate::placement::Placement;
use serde::{Deserialize, Serialize};

/// A move that a manager asks for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placing {
    pub to: Placement,
    /// How often the entry had been placed when the manager saw it.
    pub seen: i64,
}

/// What became of a move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placed {
    /// It lies where it was asked to; `count` is how often it has been placed now.
    Saved { count: i64 },
    /// Somebody else moved it meanwhile: nothing was changed.
    Conflict(Conflict),
    /// There is no such entry, or no longer.
    Gone,
}

/// Where somebody else put the dot, for the second of two managers to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// The other's name; none where it is not known.
    pub by: Option<String>,
    pub placement: Placement,
    /// How often it has been placed: what to send as `seen` to move it all the same.
    pub count: i64,
}
