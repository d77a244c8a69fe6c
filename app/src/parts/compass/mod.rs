//! The facet compass: entries as dots in OPSI's diamond, which managers move.
//!
//! [`geometry`] is the measure of the drawing, [`diagram`] what lies beneath the dots, [`dots`] the dots themselves,
//! [`mover`] what happens while one is moved and saved, [`panel`] the words beside the drawing, and [`picker`] a
//! compass with one dot for forms.

mod bubbles;
mod diagram;
mod dots;
pub mod geometry;
mod mover;
mod panel;
mod picker;
mod weights;

pub use diagram::{Fields, Names};
pub use dots::CompassField;
pub use mover::{Mover, arrow, step};
pub use panel::ReportLine;
pub use picker::{EmptyCompass, MiniCompass, PlacePicker};
pub use weights::WeightBars;
