//! What exists only in a browser. On the server these functions do nothing, so that pages read the same for both.

mod document;

pub use document::{document_language, focus, mark_hydrated};
