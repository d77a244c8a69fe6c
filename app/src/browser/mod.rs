//! What exists only in a browser.

mod document;
mod pointer;

pub use document::{close_popover, document_language, focus, mark_hydrated};
pub use pointer::Pointer;
