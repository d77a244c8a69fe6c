//! Figures: a picture, its numbers as a table, and both as files.
//!
//! [`figure`] shows one; [`svg`] is the pen that the server draws with, and the other modules are what it draws.

#[cfg(feature = "ssr")]
pub mod bars;
#[cfg(feature = "ssr")]
pub mod compass;
pub mod field;
pub mod figure;
#[cfg(feature = "ssr")]
pub mod heat;
#[cfg(feature = "ssr")]
pub mod series;
#[cfg(feature = "ssr")]
pub mod stages;
#[cfg(feature = "ssr")]
pub mod svg;
