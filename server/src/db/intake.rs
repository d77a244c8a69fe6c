//! Submissions share a transaction and, in a file, a sync of the disk: while what has been written is made durable, the
//! next are written; what comes in meanwhile is written after that, all together. Each is answered only when it is on
//! the disk.

use super::{
    Database, Error, Result,
    incoming::{Incoming, Prepared},
    or_outage, submissions,
};
use app::backend::{Outage, Submitted};
use tokio::sync::{mpsc, oneshot};

/// How many submissions go into one transaction at most: enough for a town hall full of people, few enough that nobody
/// waits long.
const LARGEST: usize = 64;
/// How many wait in the queue; more wait to get into it.
const QUEUE: usize = 2 * LARGEST;
/// How many transactions may wait while the disk is busy with those before.
const AHEAD: usize = 4;

/// How many to take when so many wait. Of a crowd it is about half: the others are written while these are being
/// answered and new ones come in, so that the disk and the network work at the same time. Each is a number of rows that
/// one statement writes.
const fn batch_size(waiting: usize) -> usize {
    match waiting {
        0..64 => 16,
        64..QUEUE => 32,
        QUEUE.. => LARGEST,
    }
}

type Answer = std::result::Result<Submitted, Outage>;

struct Waiting {
    prepared: Prepared,
    answer: oneshot::Sender<Answer>,
}

/// What is answered once it is on the disk.
type Written = Vec<(oneshot::Sender<Answer>, Answer)>;

/// Where submissions are handed in.
pub struct Intake(mpsc::Sender<Waiting>);

impl Intake {
    /// Begins to take submissions, for as long as this is kept.
    pub fn open(database: Database) -> Self {
        let (sender, queue) = mpsc::channel(QUEUE);
        let (ahead, written) = mpsc::channel(AHEAD);
        tokio::spawn(write(database.clone(), queue, ahead));
        tokio::spawn(answer(database, written));
        Self(sender)
    }

    /// Receives a submission.
    ///
    /// # Errors
    /// When it is not on the disk.
    pub async fn receive(&self, incoming: Incoming) -> Answer {
        let prepared = or_outage(Prepared::new(incoming))?;
        let (answer, answered) = oneshot::channel();
        self.0.send(Waiting { prepared, answer }).await.map_err(|_| Outage)?;
        answered.await.unwrap_or(Err(Outage))
    }
}

/// Writes what waits, for as long as somebody may hand something in.
async fn write(database: Database, mut queue: mpsc::Receiver<Waiting>, ahead: mpsc::Sender<Written>) {
    let mut batch = Vec::with_capacity(LARGEST);
    while queue.recv_many(&mut batch, batch_size(queue.len())).await > 0 {
        let (prepared, waiting): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|waiting| (waiting.prepared, waiting.answer)).unzip();
        let received = receive_all(&database, &prepared).await;
        if ahead.send(waiting.into_iter().zip(received).collect()).await.is_err() {
            return;
        }
    }
}

/// Makes durable what has been written, and answers it.
async fn answer(database: Database, mut written: mpsc::Receiver<Written>) {
    let mut batches = Vec::with_capacity(AHEAD);
    while written.recv_many(&mut batches, AHEAD).await > 0 {
        // Where nothing has been written there is nothing to wait for.
        let is_written = batches.iter().flatten().any(|(_, answer): &(_, Answer)| answer.is_ok());
        let synced = match if is_written { database.sync().await } else { Ok(()) } {
            Err(error) if !error.is_closed() => give_up(&error),
            synced => or_outage(synced),
        };
        for (waiting, answer) in batches.drain(..).flatten() {
            // Whoever has hung up sends the form again, and is given the same receipt.
            let _ = waiting.send(synced.and(answer));
        }
    }
}

/// Ends the program at once. The system may forget what the disk did not take, and whatever is written after that would
/// be lost with it, acknowledged or not. Nothing is copied out of such a log either; a start reads it by its checksums.
fn give_up(error: &Error) -> ! {
    tracing::error!(%error, "the disk does not take what is written: the program ends, and is to be started again");
    std::process::abort()
}

/// Receives all of them in one transaction. Where that cannot be, each has one of its own: one that fails then leaves
/// the others as they are. Where the database is out of reach, it is so for all of them.
async fn receive_all(database: &Database, batch: &[Prepared]) -> Vec<Answer> {
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

async fn receive(database: &Database, batch: &[Prepared]) -> Result<Vec<Submitted>> {
    let mut tx = database.begin_unsynced().await?;
    let received = submissions::receive(&mut tx, batch).await?;
    tx.commit().await?;
    Ok(received)
}
