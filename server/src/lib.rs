//! Fyrfält's server: one program that keeps the portfolio, shows its pages and answers programs.
//!
//! [`config`] is the command line, [`serve`] runs the server, [`users`], [`archive`], [`migrate_to`] and [`weeder`] are
//! the other commands. [`router`] is the one table of addresses; [`build`] makes it whole, for [`serve`] and for the
//! tests. A request passes [`layers`], gets its [`context`], and is answered by a page of the `app` crate, by one of
//! [`forms`], as a file of [`insights`] or of [`register`], by one of the [`attachments`], or by [`api`]. [`files`]
//! looks through what is attached. [`db`] keeps the portfolio behind the app's `Backend` port, [`demo`] fills it for
//! show, [`instances`] lets several of the program share a database, [`settler`] keeps the log of one in a file short,
//! [`sso`] is how people sign in where the municipality does, and [`mail`] sends what lies in the outbox.

// Pages are deeply nested types.
#![recursion_limit = "256"]

pub mod api;
pub mod archive;
pub mod assets;
mod attachments;
pub mod clock;
pub mod compress;
pub mod config;
pub mod context;
mod csv;
pub mod db;
pub mod demo;
pub mod error_page;
pub mod files;
pub mod forms;
pub mod health;
pub mod insights;
pub mod instances;
pub mod keeper;
pub mod layers;
pub mod listen;
pub mod mail;
pub mod metrics;
pub mod migrate_to;
pub mod pages;
pub mod passwords;
pub mod picture;
mod register;
pub mod router;
pub mod secret;
pub mod serve;
pub mod settler;
pub mod snapshot;
pub mod sso;
pub mod users;
pub mod weeder;

pub use router::build;
