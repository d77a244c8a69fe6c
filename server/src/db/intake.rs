//! Submissions share a sync of the disk: what comes in while one transaction is made durable goes into the next, all
//! together. Each is answered only when it is on the disk.

use super::{
    Database, Result, or_outage,
    submissions::{self, Incoming},
};
use app::backend::{Outage, Submitted};
use tokio::sync::{mpsc, oneshot};

/// How many submissions go into one transaction at most: enough for a town hall full of people, few enough that nobody
/// waits long.
const LARGEST: usize = 64;
/// How many wait in the queue; more wait to get into it.
const QUEUE: usize = 2 * LARGEST;

/// How many to take when so many wait. Of a crowd it is about half: the others are written while these are being answered
/// and new ones come in, so that the disk and the network work at the same time. Each is a number of rows that one
/// statement writes.
const fn batch_size(waiting: usize) -> usize {
    match waiting {
        0..64 => 16,
        64..QUEUE => 32,
        QUEUE.. => LARGEST,
    }
}

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
        let (sender, receiver) = mpsc::channel(QUEUE);
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
    let mut batch = Vec::with_capacity(LARGEST);
    while queue.recv_many(&mut batch, batch_size(queue.len())).await > 0 {
        let (incoming, answers): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|waiting| (waiting.incoming, waiting.answer)).unzip();
        for (answer, received) in answers.into_iter().zip(receive_all(&database, &incoming).await) {
            // Whoever has hung up sends the form again, and is given the same receipt.
            let _ = answer.send(received);
        }
    }
}

/// Receives all of them in one transaction. Where that cannot be, each has one of its own: one that fails then leaves
/// the others as they are. Where the database is out of reach, it is so for all of them.
async fn receive_all(database: &Database, batch: &[Incoming]) -> Vec<Answer> {
    match receive(database, batch).await {
        Ok(received) => received.into_iter().map(Ok).collect(),
        Err(error) if error.is_out_of_reach() => {
            tracing::error!(%error, count = batch.len(), "the store could not answer");
            batch.iter().map(|_| Err(Outage)).collect()
        }
        Err(error) if batch.len() > 1 => {
            tracing::warn!(%error, count = batch.len(), "submissions are received one by one");
            let mut answers = Vec::with_capacity(batch.len());
            for one in batch {
                answers.push(only(or_outage(receive(database, std::slice::from_ref(one)).await)));
            }
            answers
        }
        failed => vec![only(or_outage(failed))],
    }
}

fn only(received: std::result::Result<Vec<Submitted>, Outage>) -> Answer {
    received?.pop().ok_or(Outage)
}

async fn receive(database: &Database, batch: &[Incoming]) -> Result<Vec<Submitted>> {
    let mut tx = database.begin().await?;
    let received = submissions::receive(&mut tx, batch).await?;
    tx.commit().await?;
    Ok(received)
}
