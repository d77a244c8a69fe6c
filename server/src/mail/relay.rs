//! Handing mails to the mail server, one step at a time, so that it is known whose fault it is where one is not taken.

use super::settings::{RelayUrl, Tls};
use domain::mail::Setback;
use lettre::{
    Message,
    transport::smtp::{
        authentication::DEFAULT_MECHANISMS,
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
    },
};
use std::{error::Error as _, time::Duration};

/// How long the mail server may take for one step.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why a mail was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The mail server is away, does not let us in, or does not take our sender: nothing can be sent.
    Relay(String),
    /// It concerns this mail alone.
    Mail(Setback, String),
}

/// An open connection to the mail server.
pub struct Relay(AsyncSmtpConnection);

type Smtp<T> = Result<T, lettre::transport::smtp::Error>;

/// Does a step within the time it may take; what is wrong, with the code of a reply where there was one.
async fn step<T>(step: impl Future<Output = Smtp<T>>) -> Result<T, (Option<u16>, String)> {
    match tokio::time::timeout(PATIENCE, step).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            let words = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            let code = error.status().map(u16::from);
            Err((code, code.map(|code| format!("{code} {words}")).unwrap_or(words)))
        }
        Err(_) => Err((None, "the mail server took too long".to_owned())),
    }
}

impl Relay {
    /// Connects and signs in.
    ///
    /// # Errors
    /// What the mail server, or the way to it, said.
    pub async fn connect(to: &RelayUrl, hello: &ClientId) -> Result<Self, NotTaken> {
        Self::open(to, hello).await.map_err(|(_, words)| NotTaken::Relay(words))
    }

    async fn open(to: &RelayUrl, hello: &ClientId) -> Result<Self, (Option<u16>, String)> {
        let parameters = || TlsParameters::new(to.host.clone()).map_err(|error| (None, error.to_string()));
        let implicit = if to.tls == Tls::Implicit { Some(parameters()?) } else { None };
        let address = (to.host.as_str(), to.port);
        let mut connection =
            step(AsyncSmtpConnection::connect_tokio1(address, Some(PATIENCE), hello, implicit, None)).await?;
        if to.tls == Tls::StartTls {
            step(connection.starttls(parameters()?, hello)).await?;
        }
        if let Some(credentials) = &to.credentials {
            step(connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(Self(connection))
    }

    /// Sends a mail. After a setback the connection is of no more use.
    ///
    /// # Errors
    /// Whose fault it is, and what was said.
    pub async fn send(&mut self, message: &Message) -> Result<(), NotTaken> {
        let Self(connection) = self;
        let envelope = message.envelope();
        let from = Mail::new(envelope.from().cloned(), Vec::new());
        step(connection.command(from)).await.map_err(|(_, words)| NotTaken::Relay(words))?;
        for to in envelope.to() {
            step(connection.command(Rcpt::new(to.clone(), Vec::new()))).await.map_err(of_this_mail)?;
        }
        step(connection.command(Data)).await.map_err(of_this_mail)?;
        step(connection.message(&message.formatted())).await.map_err(of_this_mail)?;
        Ok(())
    }

    /// Says good-bye. What was sent is sent, whatever comes of it.
    pub async fn close(mut self) {
        let _ = step(self.0.quit()).await;
    }
}

/// What a reply to one mail means.
fn of_this_mail((code, words): (Option<u16>, String)) -> NotTaken {
    let setback = match code {
        Some(500..=599) => Setback::Refused,
        Some(_) => Setback::Delayed,
        None => Setback::Unreachable,
    };
    NotTaken::Mail(setback, words)
}
