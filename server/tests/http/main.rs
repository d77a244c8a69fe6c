//! The server as people and programs meet it: a real listening server over a real SQLite file.

mod access;
mod acting;
mod exploring;
mod following;
mod forms;
mod harness;
mod history;
mod html;
mod insights;
mod keeping;
mod mailing;
mod managing;
mod markup;
mod pages;
mod people;
mod placing;
mod program;
mod programs;
mod refusing;
mod relay;
mod signing_in;
mod store;
mod submitting;
