//! Submissions share a sync of the disk: what comes in while one transaction is made durable goes into the next, all
//! together. Each is answered only when it is on the disk.

use super::{Database, Result, submissions};
use app::backend::{Outage, Submitted};
use sqlx::{Acquire, SqliteConnection};
use submissions::Incoming;
use tokio::sync::{mpsc, oneshot};

/// How many submissions go into one transaction at most: enough for a town hall full of people, few enough that nobody
/// waits long.
const TOGETHER: usize = 64;

type Answer = std::result::Result<Submitted, Outage>;

struct Waiting {
    incoming: Incoming,
    answer: oneshot::Sender<Answer>,
}

/// Where submissions are handed in.
pub struct Intake(mpsc::Sender<Waiting>);

impl Intake {
    /// Begins to take submissions, for as long as this is kept.
    pub fn open(database: Database) -> Self {
        let (sender, receiver) = mpsc::channel(TOGETHER);
        tokio::spawn(work(database, receiver));
        Self(sender)
    }

    /// Receives a submission.
    ///
    /// # Errors
    /// When it is not on the disk.
    pub async fn receive(&self, incoming: Incoming) -> Answer {
        let (answer, answered) = oneshot::channel();
        self.0.send(Waiting { incoming, answer }).await.map_err(|_| Outage)?;
        answered.await.unwrap_or(Err(Outage))
    }
}

async fn work(database: Database, mut queue: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(TOGETHER);
    while queue.recv_many(&mut batch, TOGETHER).await > 0 {
        let (incoming, answers): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|waiting| (waiting.incoming, waiting.answer)).unzip();
        let received = receive_all(&database, &incoming).await.unwrap_or_else(|error| {
            tracing::error!(%error, count = incoming.len(), "submissions were not received");
            incoming.iter().map(|_| Err(Outage)).collect()
        });
        for (answer, received) in answers.into_iter().zip(received) {
            // Whoever has hung up sends the form again, and is given the same receipt.
            let _ = answer.send(received);
        }
    }
}

/// Receives all of them in one transaction. One that fails leaves the others as they are.
async fn receive_all(database: &Database, batch: &[Incoming]) -> Result<Vec<Answer>> {
    let mut tx = database.begin().await?;
    let mut received = Vec::with_capacity(batch.len());
    for incoming in batch {
        received.push(receive_one(&mut tx, incoming).await?);
    }
    tx.commit().await?;
    Ok(received)
}

async fn receive_one(conn: &mut SqliteConnection, incoming: &Incoming) -> Result<Answer> {
    let mut part = conn.begin().await?;
    match submissions::receive(&mut part, incoming).await {
        Ok(submitted) => {
            part.commit().await?;
            Ok(Ok(submitted))
        }
        Err(error) => {
            tracing::error!(%error, "a submission was not received");
            part.rollback().await?;
            Ok(Err(Outage))
        }
    }
}
