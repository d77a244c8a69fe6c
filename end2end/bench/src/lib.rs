//! A made-up portfolio to measure with, always the same for the same size.
//!
//! [`entries`] makes it, out of sentences that [`text`] writes with the words of [`vocabulary`] and the throws of
//! [`dice`]; [`record`] is an entry as other search engines take it, and [`questions`] are what all of them are asked.
//! `browser` is Fyrfält's engine for a page without anything else.

#[cfg(target_family = "wasm")]
pub mod browser;
pub mod dice;
pub mod entries;
pub mod questions;
pub mod record;
pub mod text;
pub mod vocabulary;
