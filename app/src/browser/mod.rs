//! What exists only in a browser.

mod document;
mod pointer;

pub use document::{close_popover, copy, document_language, focus, mark_hydrated, origin};
pub use pointer::Pointer;
