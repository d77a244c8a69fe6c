//! Pieces that two pages or more are built from.

pub mod address;
pub mod asked;
pub mod card;
pub mod chart;
pub mod choose;
pub mod compass;
pub mod field;
pub mod files;
pub mod filter;
pub mod follow;
pub mod frame;
pub mod heading;
pub mod paging;
pub mod sides;
pub mod tags;
pub mod trouble;
