//! Reading the values of settings. Each error reads on from the value: "'abc' is not an address such as …".

use crate::{
    db::address::{Address, NoAddress},
    layers::proxies::Proxies,
    mail::settings::{RelayUrl, SiteUrl},
};
use domain::{
    day::Day,
    text::{Email, Phrase, Reason},
    weeding::Rules,
};
use std::{net::SocketAddr, num::NonZeroU32};

type Read<T> = Result<T, &'static str>;

pub fn address(text: &str) -> Read<SocketAddr> {
    text.parse().map_err(|_| "is not an address such as 127.0.0.1:3000")
}

pub fn database(text: &str) -> Read<Address> {
    text.parse()
        .map_err(|NoAddress| "is not a database such as sqlite:fyrfalt.db or postgres://fyrfalt@db.example.se/fyrfalt")
}

pub fn phrase(text: &str) -> Read<Phrase> {
    Phrase::parse(text).map_err(|_| "is not a name of 2 to 200 characters")
}

pub fn reason(text: &str) -> Read<Reason> {
    Reason::parse(text).map_err(|_| "is not a text of 5 to 1000 characters")
}

pub fn email(text: &str) -> Read<Email> {
    Email::parse(text).map_err(|_| "is not an e-mail address")
}

pub fn day(text: &str) -> Read<Day> {
    text.parse().map_err(|_| "is not a day such as 2026-11-23")
}

/// An address on the web; others, such as `javascript:`, have no place in a link.
pub fn link(text: &str) -> Read<String> {
    let uri: Option<axum::http::Uri> = text.parse().ok();
    let is_web = |uri: &axum::http::Uri| {
        matches!(uri.scheme_str(), Some("https" | "http")) && uri.host().is_some_and(|host| !host.is_empty())
    };
    match uri.filter(is_web) {
        Some(_) => Ok(text.to_owned()),
        None => Err("is not an address such as https://www.example.se/felanmalan"),
    }
}

/// A mail server. Its password is not repeated in what is said of it, so neither is the rest.
pub fn relay(text: &str) -> Read<RelayUrl> {
    RelayUrl::parse(text).ok_or("is not a mail server such as smtp://user:password@mail.example.se:587")
}

pub fn site(text: &str) -> Read<SiteUrl> {
    SiteUrl::parse(text).ok_or("is not the address of a site such as https://portfolj.example.se")
}

pub fn weeding(text: &str) -> Read<Rules> {
    text.parse().map_err(|_| "is not a list of rules such as declined=24,senders=12,comments=6,files=6,mails=3")
}

pub fn proxies(text: &str) -> Read<Proxies> {
    text.parse().map_err(|_| "is not a list of addresses and networks such as 127.0.0.1,10.1.0.0/16")
}

pub fn at_least_one(text: &str) -> Read<usize> {
    text.parse().ok().filter(|count| *count > 0).ok_or("is not a whole number from 1")
}

/// From an hour to a year.
pub fn hours(text: &str) -> Read<u32> {
    text.parse().ok().filter(|hours| (1..=8760).contains(hours)).ok_or("is not a number of hours from 1 to 8760")
}

pub fn rate(text: &str) -> Read<NonZeroU32> {
    text.parse().map_err(|_| "is not a whole number from 1")
}

pub fn count(text: &str) -> Read<usize> {
    text.parse().map_err(|_| "is not a whole number from 0")
}

pub fn level(text: &str) -> Read<tracing::Level> {
    match text {
        "error" | "warn" | "info" | "debug" | "trace" => text.parse().map_err(|_| "is not a level"),
        _ => Err("is not one of error, warn, info, debug, trace"),
    }
}
