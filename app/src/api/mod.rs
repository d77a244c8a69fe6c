//! The server functions: each checks who asks, calls the domain or the [`backend`](crate::backend), and answers.

pub mod assignment;
pub mod challenges;
pub mod changes;
pub mod comments;
mod fault;
pub mod files;
pub mod follow;
pub mod insights;
pub mod manage;
pub mod outbox;
pub mod people;
pub mod portfolio;
pub mod submit;
pub mod weeding;

pub use fault::ApiError;
#[cfg(feature = "ssr")]
pub(crate) use fault::{backend, entry_pass, refuse, sharer, visitor};
