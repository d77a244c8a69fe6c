//! What has come in, for managers: the list of it, the registrar's list, and one submission to read, edit and decide on.

mod answers;
mod by_stage;
mod custody;
mod differences;
mod edit;
mod outbox;
mod queue;
mod register;
mod review;
mod talk;

pub use by_stage::Stages;
pub(in crate::pages) use differences::{Overtaken, differences};
pub(in crate::pages) use edit::RevisionFields;
pub use outbox::Outbox;
pub use queue::Manage;
pub use register::Register;
pub use review::Review;
