//! One file for each address.

pub mod about;
pub mod accessibility;
pub mod account;
pub mod challenges;
pub mod compass;
pub mod entry;
pub mod explore;
pub mod follow;
pub mod following;
mod forgotten_password;
pub mod home;
pub mod insights;
pub mod link;
pub mod manage;
pub mod people;
pub mod privacy;
pub mod receipt;
pub mod sign_in;
pub mod submit;
mod trouble;

pub use trouble::NotFound;
