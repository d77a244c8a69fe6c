//! Sending what lies in the outbox.
//!
//! Whoever writes puts mails into [`db::outbox`](crate::db::outbox) in the same transaction; no request ever waits for
//! a mail server. [`postman`] is the task that sends them: [`message`] draws the letter that the app has put into
//! words, [`relay`] hands it to the mail server and tells whose fault it is where it is not taken, and the outbox
//! remembers. [`settings`] says from whom, through which server and to which site the links lead.
//!
//! A mail is sent at least once: where the program dies between sending and remembering, it is sent again with the same
//! `Message-ID`.

pub mod message;
pub mod postman;
pub mod relay;
pub mod settings;

pub use postman::Postman;
pub use settings::{MailSettings, Post};
