//! Finding entries by words, in Swedish and English, and entries that are about the same thing.
//!
//! [`words`] tells the words of a text apart and brings them to their stems; [`index`] knows which stems stand where,
//! with the [`lexicon`] of them all. A [`query`] is taken apart into [`term`]s and phrases; [`find`] looks them up,
//! also as parts of [`compound`]s, and ranks what they are found in; [`marks`] shows them in the results.
//! [`likeness`] finds entries about the same thing.

pub mod compound;
pub mod find;
pub mod index;
pub mod lexicon;
pub mod likeness;
pub mod marks;
pub mod query;
pub mod term;
pub mod words;
