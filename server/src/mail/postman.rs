//! The task that empties the outbox: it wakes when something was written that may be mailed, when a mail's time has
//! come, and on Mondays.

use super::{
    message::{self, Letterhead},
    relay::{NotTaken, Relay},
    settings::{MailSettings, Post},
};
use crate::{
    clock,
    db::{
        Result, Store, links,
        outbox::{self, Due},
    },
};
use domain::{
    letter::Letter,
    mail::{Next, Setback, after, wait},
};
use std::time::Duration;
use tokio::sync::watch;

/// How many mails are taken out at a time.
const HANDFUL: i64 = 20;
/// How long it sleeps at most: the week may have begun.
const LONGEST_SLEEP: i64 = 60;

/// The task's state.
pub struct Postman {
    store: Store,
    post: Post,
    /// How often in a row the mail server was away.
    away: u32,
}

impl Postman {
    pub const fn new(store: Store, post: Post) -> Self {
        Self { store, post, away: 0 }
    }

    /// Works until it is told to stop; the mail in hand is sent to its end.
    pub async fn work(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let now = clock::now();
            let round = if self.store.has_duty() { self.round(now, &stop).await } else { Ok(None) };
            let sleep = match round {
                Ok(next) => next.map_or(LONGEST_SLEEP, |next| (next - clock::now()).clamp(0, LONGEST_SLEEP)),
                Err(error) => {
                    tracing::error!(%error, "the outbox could not be read or written");
                    LONGEST_SLEEP
                }
            };
            let sleep = Duration::from_secs(u64::try_from(sleep).unwrap_or_default());
            tokio::select! {
                _ = stop.changed() => {}
                () = self.store.post() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    /// Gathers the weekly mails if it is time, and sends what is due; gives when the next mail is.
    ///
    /// # Errors
    /// When the store fails. What was sent and could not be noted is sent once more.
    pub async fn round(&mut self, now: i64, stop: &watch::Receiver<bool>) -> Result<Option<i64>> {
        self.store.gather_weekly(now).await?;
        let Post::On(settings) = &self.post else { return Ok(None) };
        let settings = settings.clone();
        let mut relay = None;
        loop {
            let due = outbox::due(self.store.database(), now, HANDFUL).await?;
            if due.is_empty() || *stop.borrow() {
                break;
            }
            for mail in due {
                if *stop.borrow() {
                    break;
                }
                match mail {
                    Ok(mail) => {
                        if !self.deliver(&mail, &settings, &mut relay, now).await? {
                            return outbox::next_due(self.store.database()).await;
                        }
                    }
                    Err(id) => self.give_up_unread(id, now).await?,
                }
            }
        }
        if let Some(relay) = relay {
            Relay::close(relay).await;
        }
        outbox::next_due(self.store.database()).await
    }

    /// Sends one mail and notes what became of it; false where the mail server is away, so that others need not be
    /// tried.
    async fn deliver(
        &mut self,
        mail: &Due,
        settings: &MailSettings,
        relay: &mut Option<Relay>,
        now: i64,
    ) -> Result<bool> {
        let mail = &self.with_link(mail, now).await?;
        let outcome = self.send(mail, settings, relay).await;
        let chance = chance();
        let mut tx = self.store.database().begin().await?;
        let goes_on = match outcome {
            Ok(()) => {
                self.away = 0;
                outbox::sent(&mut tx, mail.id, now).await?;
                true
            }
            Err(NotTaken::Relay(reply)) => {
                self.away = self.away.saturating_add(1);
                tracing::warn!(reply, tries = self.away, "the mail server cannot be used; the mails wait");
                outbox::put_all_off(&mut tx, now, &reply, now + wait(self.away, chance)).await?;
                *relay = None;
                false
            }
            Err(NotTaken::Mail(setback, reply)) => {
                *relay = None;
                match after(setback, mail.tries + 1, now - mail.begun_at, chance) {
                    Next::Wait(seconds) => outbox::put_off(&mut tx, mail.id, setback, &reply, now + seconds).await?,
                    Next::GiveUp => {
                        outbox::failed(&mut tx, mail.id, setback, &reply, now).await?;
                        if setback == Setback::Refused {
                            outbox::refuse(&mut tx, &mail.email, &reply, now).await?;
                        }
                    }
                }
                // Neither whom it was to nor what was answered: both may tell who somebody is.
                tracing::info!(mail = mail.id, %setback, "a mail was not taken");
                true
            }
        };
        tx.commit().await?;
        Ok(goes_on)
    }

    /// The mail with the link that is made only now, so that nobody finds one in the outbox.
    async fn with_link(&self, mail: &Due, now: i64) -> Result<Due> {
        let mut mail = mail.clone();
        if let Letter::Reset { account } = mail.letter {
            let mut tx = self.store.database().begin().await?;
            mail.reset = Some(links::reset(&mut tx, account, now).await?);
            tx.commit().await?;
        }
        Ok(mail)
    }

    async fn send(
        &self,
        mail: &Due,
        settings: &MailSettings,
        relay: &mut Option<Relay>,
    ) -> std::result::Result<(), NotTaken> {
        let portfolio = self.store.portfolio();
        let head = Letterhead {
            municipality: &self.store.settings().municipality,
            contact: &self.store.settings().contact,
            taxonomies: portfolio.taxonomies(),
        };
        let message =
            message::draw(mail, head, settings).map_err(|error| NotTaken::Mail(Setback::Refused, error.to_string()))?;
        let open = match relay {
            Some(open) => open,
            None => relay.insert(Relay::connect(&settings.relay, &settings.site.hello()).await?),
        };
        open.send(&message).await
    }

    async fn give_up_unread(&self, id: i64, now: i64) -> Result<()> {
        let mut tx = self.store.database().begin().await?;
        outbox::failed(&mut tx, id, Setback::Refused, "the letter cannot be read", now).await?;
        tx.commit().await.map_err(Into::into)
    }
}

/// A random number from 0 to below 1; the middle, where the machine has no randomness to give.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0),
        Err(_) => 0.5,
    }
}
