//! What mail needs to be told: the mail server, the sender and the site's own address.

use domain::text::Email;
use lettre::transport::smtp::{authentication::Credentials, extension::ClientId};
use std::fmt;
use url::{Host, Url};

/// How to send mail.
#[derive(Clone, Debug)]
pub struct MailSettings {
    pub relay: RelayUrl,
    pub from: Email,
    pub site: SiteUrl,
}

/// Whether mail leaves the server.
#[derive(Clone, Debug)]
pub enum Post {
    On(Box<MailSettings>),
    /// It waits in the outbox; what is missing, by the names of the flags.
    Off(Vec<&'static str>),
}

impl Post {
    /// What can be done with what was set.
    pub fn of(relay: Option<&RelayUrl>, from: Option<&Email>, site: Option<&SiteUrl>) -> Self {
        match (relay, from, site) {
            (Some(relay), Some(from), Some(site)) => {
                Self::On(Box::new(MailSettings { relay: relay.clone(), from: from.clone(), site: site.clone() }))
            }
            _ => Self::Off(
                [("--smtp-url", relay.is_none()), ("--mail-from", from.is_none()), ("--public-url", site.is_none())]
                    .into_iter()
                    .filter_map(|(flag, is_missing)| is_missing.then_some(flag))
                    .collect(),
            ),
        }
    }
}

/// How the way to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte on.
    Implicit,
    /// After a greeting; without it nothing is sent.
    StartTls,
    /// Not at all: on the same machine, or where it was asked for.
    Plain,
}

/// The mail server: `smtp://user:password@mail.example.se:587`.
#[derive(Clone)]
pub struct RelayUrl {
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub credentials: Option<Credentials>,
}

impl RelayUrl {
    /// Reads `smtps://` (TLS from the start, port 465) or `smtp://` (STARTTLS, port 587; without TLS on the machine
    /// itself). `?tls=starttls` and `?tls=none` choose otherwise.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        // Of schemes that it does not know the library takes a host as it stands, and one may be missing.
        let host = Host::parse(url.host_str()?).ok()?;
        let tls = match (url.scheme(), url.query()) {
            ("smtps", None) => Tls::Implicit,
            ("smtp", Some("tls=starttls")) => Tls::StartTls,
            ("smtp", Some("tls=none")) => Tls::Plain,
            ("smtp", None) if is_here(&host) => Tls::Plain,
            ("smtp", None) => Tls::StartTls,
            _ => return None,
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return None;
        }
        let read = |part: &str| percent_decode(part);
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() => Some(Credentials::new(read(user)?, read(password)?)),
            _ => return None,
        };
        let port = url.port().unwrap_or(if tls == Tls::Implicit { 465 } else { 587 });
        let host = match host {
            Host::Domain(name) => name,
            Host::Ipv4(address) => address.to_string(),
            // Without the brackets that it has in an address.
            Host::Ipv6(address) => address.to_string(),
        };
        Some(Self { host, port, tls, credentials })
    }
}

/// Whether a host is the machine itself, so that nobody listens on the way to it.
pub fn is_here<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => name.as_ref() == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit()? << 4 | digit()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

impl fmt::Display for RelayUrl {
    /// Without the password: it is shown at the start.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tls = match self.tls {
            Tls::Implicit => "TLS",
            Tls::StartTls => "STARTTLS",
            Tls::Plain => "no TLS",
        };
        write!(f, "{}:{} ({tls})", self.host, self.port)
    }
}

impl fmt::Debug for RelayUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Where people find the site, without a slash at the end: `https://portfolj.example.se`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteUrl {
    origin: String,
    host: Host,
}

impl SiteUrl {
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let is_plain = matches!(url.scheme(), "http" | "https")
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let host = url.host()?.to_owned();
        is_plain.then(|| Self { origin: url.origin().ascii_serialization(), host })
    }

    /// The address of a page, by its path.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Who we say we are to the mail server.
    pub fn hello(&self) -> ClientId {
        match &self.host {
            Host::Domain(domain) => ClientId::Domain(domain.clone()),
            Host::Ipv4(address) => ClientId::Ipv4(*address),
            Host::Ipv6(address) => ClientId::Ipv6(*address),
        }
    }
}

impl fmt::Display for SiteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_protected_unless_it_is_on_the_same_machine() {
        for (url, host, port, tls) in [
            ("smtp://mail.example.se", "mail.example.se", 587, Tls::StartTls),
            ("smtp://mail.example.se:25/", "mail.example.se", 25, Tls::StartTls),
            ("smtp://mail.example.se:25?tls=none", "mail.example.se", 25, Tls::Plain),
            ("smtps://mail.example.se", "mail.example.se", 465, Tls::Implicit),
            ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, Tls::Plain),
            ("smtp://[::1]:1025", "::1", 1025, Tls::Plain),
            ("smtp://post.malmö.se", "post.xn--malm-8qa.se", 587, Tls::StartTls),
            ("smtp://localhost:1025", "localhost", 1025, Tls::Plain),
            ("smtp://localhost:1025?tls=starttls", "localhost", 1025, Tls::StartTls),
        ] {
            let relay = RelayUrl::parse(url).unwrap_or_else(|| panic!("{url}"));
            assert_eq!((relay.host.as_str(), relay.port, relay.tls), (host, port, tls), "{url}");
        }
    }

    #[test]
    fn a_password_may_hold_anything_and_is_never_shown() {
        let relay = RelayUrl::parse("smtp://anna%40ek.se:l%C3%B6sen%3A%2F@mail.example.se").expect("a relay");
        assert_eq!(relay.credentials, Some(Credentials::new("anna@ek.se".to_owned(), "lösen:/".to_owned())));
        assert_eq!(format!("{relay:?}"), "mail.example.se:587 (STARTTLS)");
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for wrong in [
            "mail.example.se",
            "https://mail.example.se",
            "smtp://",
            "smtp://user@mail.example.se",
            "smtp://mail.example.se/inbox",
            "smtp://mail.example.se?tls=maybe",
            "smtps://mail.example.se?tls=none",
            "smtp://a:%ff@mail.example.se",
        ] {
            assert!(RelayUrl::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_site_is_an_origin() {
        assert_eq!(
            SiteUrl::parse("https://portfölj.example.se/").map(|site| site.page("/about")).as_deref(),
            Some("https://xn--portflj-e1a.example.se/about")
        );
        assert_eq!(
            SiteUrl::parse("http://127.0.0.1:3000").map(|site| site.to_string()).as_deref(),
            Some("http://127.0.0.1:3000")
        );
        for wrong in [
            "portfolj.example.se",
            "ftp://a.se",
            "https://a.se/p",
            "https://a.se?x",
            "https://u:p@a.se",
            "https://a.se#x",
        ] {
            assert_eq!(SiteUrl::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let relay = RelayUrl::parse("smtp://localhost").expect("a relay");
        let Post::Off(missing) = Post::of(Some(&relay), None, None) else { panic!("mail cannot be on") };
        assert_eq!(missing, ["--mail-from", "--public-url"]);
    }
}
