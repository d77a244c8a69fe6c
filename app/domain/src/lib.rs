//! Fyrfält's rules, compiled unchanged for the server and the browser: nothing here knows of the web or of SQL.
//!
//! Start with [`entry`] (one thing in the portfolio) and [`journey`] (how far it has come and what each stage asks
//! for); [`action`] is what a manager does with a journey, [`assignment`] who answers for it, [`placement`] the
//! arithmetic of the compass, [`questions`] the two questions that place an entry on it, [`portfolio`] the published
//! whole with its [`filter`], [`search`] and counts, [`chart`] what the compass shows of it, [`by_stage`] the same in
//! columns, [`insights`] the pictures of the whole, [`relation`] how entries hang together, [`comment`] what people say
//! about them, [`same_need`] how many have the same need, [`attachment`] files beside them, [`challenge`] the questions
//! that they can answer, [`draft`] what a person hands in, [`reception`] what becomes of it, [`change`] the log of what
//! was changed, [`weeding`] what is let go of, [`access`] who may do what, and [`person`] those who sign in.

pub mod access;
pub mod action;
pub mod assignment;
pub mod attachment;
pub mod by_stage;
pub mod challenge;
pub mod change;
pub mod chart;
pub mod comment;
pub mod day;
pub mod draft;
pub mod entry;
pub mod facet;
pub mod fault;
pub mod filter;
pub mod follow;
pub mod goal;
pub mod insights;
pub mod journey;
pub mod label;
pub mod language;
pub mod lasso;
pub mod letter;
pub mod mail;
pub mod mix;
pub mod news;
pub mod password;
pub mod person;
pub mod placement;
pub mod placing;
pub mod portfolio;
pub mod questions;
pub mod reception;
pub mod reference;
pub mod relation;
pub mod revision;
pub mod same_need;
pub mod search;
pub mod selected;
pub mod spread;
pub mod stage;
pub mod taxonomy;
pub mod text;
pub mod weeding;
pub mod zone;
