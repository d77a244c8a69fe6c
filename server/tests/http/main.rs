//! The server as people and programs meet it: a real listening server over a real database: a file of SQLite, or one of
//! the PostgreSQL server that TEST_POSTGRES names.

mod access;
mod acting;
mod assigning;
mod challenging;
mod commenting;
mod exploring;
mod filing;
mod following;
mod forms;
mod harness;
mod history;
mod html;
mod insights;
mod instances;
mod keeping;
mod mailing;
mod managing;
mod markup;
mod pages;
mod people;
mod placing;
mod program;
mod programs;
mod proxied;
mod receiving;
mod refusing;
mod relating;
mod relay;
mod same_need;
mod signing_in;
mod sqlite;
mod store;
mod submitting;
mod watching;
mod weeding;
