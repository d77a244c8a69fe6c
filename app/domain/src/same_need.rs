//! "Jag har samma behov": how many have the need that an entry tells of.
//!
//! Whoever has an account says it once for the account, a resident once for the browser; both may take it back.

use crate::stage::Standing;
use serde::{Deserialize, Serialize};

/// Whoever asks, as far as one can be told from another: by account, by browser, by both or not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sharer {
    /// The number of the account, for those who have signed in.
    pub account: Option<i64>,
    /// The hash of what the browser was given when it first said so.
    pub browser: Option<[u8; 32]>,
}

/// How many have the same need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameNeed {
    pub count: u32,
    /// Whether the reader is one of them.
    pub is_own: bool,
    /// Whether more may say so.
    pub is_open: bool,
}

/// What somebody says of a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    Share,
    Withdraw,
}

crate::label::named!(Sharing, "way to share a need", { Share => "share", Withdraw => "withdraw" });

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    Saved,
    /// It was so already.
    AsBefore,
    /// It is no need any more, but something that is being done.
    Closed,
    /// There is no such published entry.
    Gone,
}

/// Whether more may say that they have the need of an entry: while it is one that nobody has answered.
pub const fn is_open(standing: Standing) -> bool {
    matches!(standing, Standing::Need)
}
