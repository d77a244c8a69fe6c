//! The task by which instances that share a database hear of each other's writes, and agree on which of them does what
//! only one should: sending mail.

use crate::db::{Address, Result, Store, postgres, rates};
use sqlx::{AnyConnection, postgres::PgListener};
use std::{
    convert::Infallible,
    io::ErrorKind,
    time::{Duration, Instant},
};
use tokio::{sync::watch, time::timeout};
use url::Url;

/// What the database says when there may be mail; otherwise it names what people read.
const MAIL: &str = "mail";
/// How often the database is asked, should a word of it have been lost.
const NET: Duration = Duration::from_secs(1);
/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often what is counted is tidied up.
const TIDYING: Duration = Duration::from_secs(60 * 60);

/// Follows the other instances until it is told to stop. Where the database is in a file there are none.
pub async fn work(store: Store, mut stop: watch::Receiver<bool>) {
    let Address::Postgres(url) = store.database().address().clone() else { return };
    while !*stop.borrow() {
        let error = tokio::select! {
            _ = stop.changed() => break,
            Err(error) = follow(&store, &url) => error,
        };
        store.set_duty(false);
        tracing::warn!(%error, "the database does not tell of the other instances; it is tried again");
        tokio::time::sleep(NET).await;
    }
}

/// Follows them until the database is away. Where it does not tell of writes, it is asked for them.
async fn follow(store: &Store, url: &Url) -> Result<Infallible> {
    let mut duty = Duty { conn: postgres::connect(url).await?, tidied: None };
    let mut news = listen(url).await.ok();
    loop {
        store.catch_up().await?;
        timeout(PATIENCE, duty.keep(store)).await.map_err(|_| failed(ErrorKind::TimedOut))??;
        match &mut news {
            Some(told) => {
                if let Ok(Err(error)) = timeout(NET, hear(told, store)).await {
                    tracing::warn!(%error, "the database no longer tells of writes; it is asked for them each second");
                    news = None;
                }
            }
            None => {
                tokio::time::sleep(NET).await;
                news = listen(url).await.ok();
            }
        }
    }
}

async fn listen(url: &Url) -> sqlx::Result<PgListener> {
    let mut news = PgListener::connect(url.as_str()).await?;
    news.listen(postgres::CHANNEL).await?;
    Ok(news)
}

/// Waits until the database tells of a write.
async fn hear(news: &mut PgListener, store: &Store) -> sqlx::Result<()> {
    let mut heard = Some(news.try_recv().await?.ok_or_else(|| failed(ErrorKind::ConnectionAborted))?);
    while let Some(notification) = heard {
        if notification.payload() == MAIL {
            store.ring();
        }
        heard = news.next_buffered();
    }
    Ok(())
}

fn failed(kind: ErrorKind) -> sqlx::Error {
    sqlx::Error::Io(kind.into())
}

/// A lock at the database's server, that only one instance has: it goes when the connection does.
struct Duty {
    conn: AnyConnection,
    /// When this instance last did what is done now and then.
    tidied: Option<Instant>,
}

impl Duty {
    /// Takes the duty where nobody has it, or sees that it is still ours.
    async fn keep(&mut self, store: &Store) -> Result<()> {
        if store.has_duty() {
            sqlx::query("SELECT 1").execute(&mut self.conn).await?;
        } else if postgres::take_duty(&mut self.conn).await? {
            store.set_duty(true);
            store.ring();
        }
        if store.has_duty() && self.tidied.is_none_or(|at| at.elapsed() > TIDYING) {
            rates::forget(store.database()).await?;
            self.tidied = Some(Instant::now());
        }
        Ok(())
    }
}
