//! What exists only in a browser.

mod clipboard;
mod document;
mod draft;
mod frame;
mod pointer;
pub mod portfolio;
mod random;
#[cfg(feature = "hydrate")]
mod typed;

pub use clipboard::copy;
pub use document::{
    address, close_popover, do_without_program, document_language, focus, focus_dot, focus_if_lost, has_no_network,
    mark_hydrated, origin, print, read_from,
};
pub use draft::{KeptDraft, written_in};
pub use frame::{painted_after, settled};
pub use pointer::Pointer;
pub use random::random_key;
#[cfg(feature = "hydrate")]
pub use typed::Typed;
