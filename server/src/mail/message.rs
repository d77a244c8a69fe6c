//! A mail as it goes over the wire: plain text and HTML side by side, and the headers that programs go by.
//!
//! Headers are made by lettre's types, which encode what they are given: no text can end one and begin another.

use super::settings::MailSettings;
use crate::db::outbox::Due;
use app::mail::{Block, Links, Sender, Words, compose};
use domain::{language::Language, letter::Letter, taxonomy::Taxonomies};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use url::Host;

/// Why a mail cannot be made of a letter.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    #[error("the address cannot be written to: {0}")]
    Address(#[from] lettre::address::AddressError),
    #[error("{0}")]
    Message(#[from] lettre::error::Error),
}

/// The municipality, as its mails show it.
#[derive(Clone, Copy, Debug)]
pub struct Letterhead<'a> {
    pub municipality: &'a str,
    /// Where answers go.
    pub contact: &'a str,
    pub taxonomies: &'a Taxonomies,
}

/// Draws a mail.
///
/// # Errors
/// When the address cannot be written to.
pub fn draw(due: &Due, head: Letterhead<'_>, settings: &MailSettings) -> Result<Message, Unsendable> {
    let Letterhead { municipality, contact, taxonomies } = head;
    let links = Links {
        following: due.following.as_ref().map(|token| format!("/following/{token}")),
        all: format!("/following/{}", due.address),
        receipt: due.receipt.as_ref().map(|secret| format!("/receipt/{secret}")),
        reset: due.reset.as_ref().map(|token| format!("/password/{token}")),
    };
    let words = compose(&due.letter, due.language, Sender { municipality, taxonomies }, &links);
    let from = address(&settings.from)?;
    let message_id = format!("<{}@{}>", due.message_key, from.domain());
    let mut message = Message::builder()
        .from(Mailbox::new(Some(one_line(municipality)), from))
        .reply_to(Mailbox::new(None, address(contact)?))
        .to(Mailbox::new(None, address(&due.email)?))
        .subject(one_line(&words.subject))
        .message_id(Some(message_id))
        .multipart(MultiPart::alternative().singlepart(SinglePart::plain(text(&words, settings))).singlepart(
            SinglePart::builder().header(ContentType::TEXT_HTML).body(html(&words, due.language, settings)),
        ))?;
    let headers = message.headers_mut();
    let mut add = |name, value: String| headers.insert_raw(HeaderValue::new(name, value));
    // So that no robot answers a robot (RFC 3834).
    add(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    add(HeaderName::new_from_ascii_str("Content-Language"), due.language.name().to_owned());
    // What nobody has asked for yet cannot be stopped either, nor what is sent but once.
    if !matches!(due.letter, Letter::Confirm { .. } | Letter::Reset { .. }) {
        let token = due.following.as_ref().unwrap_or(&due.address);
        let stop = settings.site.page(&format!("/unsubscribe/{token}"));
        add(HeaderName::new_from_ascii_str("List-Unsubscribe"), format!("<{stop}>"));
        // One click in the mail program itself (RFC 8058).
        add(HeaderName::new_from_ascii_str("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click".to_owned());
    }
    Ok(message)
}

/// An address as every mail server takes it: its host in ASCII. What comes before the host is ASCII already
/// ([`domain::text::Email`]).
fn address(email: &str) -> Result<Address, Unsendable> {
    let (local, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let host = Host::parse(host).map_or_else(|_| host.to_owned(), |host| host.to_string());
    Ok(Address::new(local, host)?)
}

/// A text as it may stand in a header. None of ours has a line end; lettre would give up on one in a name.
fn one_line(text: &str) -> String {
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    tidy.chars().filter(|letter| !letter.is_control()).collect()
}

/// The mail as plain text.
fn text(words: &Words, settings: &MailSettings) -> String {
    let part = |blocks: &[Block]| {
        let lines = blocks.iter().map(|block| match block {
            Block::Heading(text) => format!("{text}\n{}", "-".repeat(text.chars().count().min(60))),
            Block::Text(text) => text.clone(),
            Block::Quote(text) => {
                text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
            }
            Block::Button { text, path } | Block::Link { text, path } => {
                format!("{text}:\n{}", settings.site.page(path))
            }
            Block::Item { text, path, more } => format!("* {text}\n  {more}\n  {}", settings.site.page(path)),
        });
        lines.collect::<Vec<_>>().join("\n\n")
    };
    // "-- " is how mail programs tell a signature.
    format!("{}\n\n-- \n{}\n", part(&words.body), part(&words.foot))
}

/// The mail as HTML. Styles stand inline, as many mail programs drop all others; there is no picture to be fetched, by
/// which somebody could tell when it is read.
fn html(words: &Words, language: Language, settings: &MailSettings) -> String {
    let part = |blocks: &[Block]| blocks.iter().map(|block| html_block(block, settings)).collect::<String>();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
        content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>{}</title></head>\n\
        <body style=\"margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif\">\n\
        <div style=\"max-width:36rem;margin:0 auto\">\n{}<hr style=\"margin:32px 0 16px;border:0;border-top:1px solid #8a8a8a\">\n\
        <div style=\"font-size:14px\">\n{}</div>\n</div>\n</body></html>\n",
        language.name(),
        escape(&words.subject),
        part(&words.body),
        part(&words.foot),
    )
}

fn html_block(block: &Block, settings: &MailSettings) -> String {
    let link = |path: &str| escape(&settings.site.page(path));
    match block {
        Block::Heading(text) => {
            format!("<h1 style=\"margin:24px 0 12px;font-size:22px;line-height:1.25\">{}</h1>\n", escape(text))
        }
        Block::Text(text) => format!("<p style=\"margin:0 0 12px\">{}</p>\n", escape(text)),
        Block::Quote(text) => format!(
            "<blockquote style=\"margin:0 0 12px;padding:4px 0 4px 16px;border-left:4px solid #8a8a8a;white-space:pre-line\">{}</blockquote>\n",
            escape(text)
        ),
        Block::Button { text, path } => format!(
            "<p style=\"margin:20px 0\"><a href=\"{}\" style=\"display:inline-block;padding:12px 20px;border-radius:6px;\
            background:#1f5f6b;color:#ffffff;font-weight:600;text-decoration:none\">{}</a></p>\n",
            link(path),
            escape(text)
        ),
        Block::Link { text, path } => {
            format!("<p style=\"margin:0 0 12px\"><a href=\"{}\">{}</a></p>\n", link(path), escape(text))
        }
        Block::Item { text, path, more } => format!(
            "<p style=\"margin:0 0 12px\"><a href=\"{}\" style=\"font-weight:600\">{}</a><br>{}</p>\n",
            link(path),
            escape(text),
            escape(more)
        ),
    }
}

/// Text as it may stand in HTML, between tags or in an attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests;
