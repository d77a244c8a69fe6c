//! Pieces that two pages or more are built from.

pub mod frame;
pub mod heading;
