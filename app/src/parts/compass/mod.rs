//! The facet compass: entries as dots in OPSI's diamond, which managers move.
//!
//! [`geometry`] is the measure of the drawing, [`diagram`] what lies beneath the dots, [`dots`] the dots themselves,
//! [`mover`] what happens while one is moved and saved, [`panel`] the words beside the drawing, [`zooming`] the way
//! closer and back, [`selecting`] several at once, [`ties`] how the chosen one hangs together with others, [`picker`] a
//! compass with one dot for forms, and [`picture`] one to look at.

mod bubbles;
mod diagram;
mod dot;
mod dots;
mod field;
pub mod geometry;
mod ghosts;
mod keys;
mod mover;
mod panel;
mod picker;
mod picture;
mod selected;
mod selecting;
mod ties;
mod tools;
mod weights;
mod zooming;

pub use diagram::{Fields, Names};
pub use dots::CompassField;
pub use mover::{Mover, arrow, step};
pub use panel::ReportLine;
pub use picker::{EmptyCompass, MiniCompass, PlacePicker};
pub use picture::CompassPicture;
pub use selected::{SelectedList, others as others_selected};
pub use selecting::Selecting;
pub use ties::Ties;
pub use tools::Tools;
pub use weights::WeightBars;
pub use zooming::{Go, Zooming};
