//! What has come in: reading one submission, and what its sender may see of it. [`queue`] and [`register`] are the
//! lists, [`custody`] says who has a submission, [`messages`] what is asked and answered, [`outcome`] what was decided,
//! and [`port`] answers the app's port.

pub mod custody;
pub mod messages;
pub mod outcome;
mod port;
mod queue;
mod register;

pub use outcome::{all_decided, decided};

use super::values::Flag;
use super::{
    Database, Error, Result, challenges, entries,
    files::{self, Seen},
    incoming,
    record::{reference, title, value},
};
use crate::clock;
use domain::{
    draft::{Name, Naming, Sender},
    reception::{Decision, LeadsTo, Named, Received, Status},
    reference::Reference,
    text::{Email, Phrase},
};
use outcome::{DecisionRow, decision_columns};
use sqlx::{AnyConnection, FromRow};

#[derive(FromRow)]
struct StatusRow {
    reference: String,
    title_sv: String,
    title_en: Option<String>,
    board: String,
    arrived_at: i64,
    #[sqlx(flatten)]
    decided: DecisionRow,
}

const BY_RECEIPT: &str = concat!(
    "SELECT submission.reference, title_sv, title_en, board, arrived_at, ",
    decision_columns!(),
    " FROM submission JOIN entry ON entry.reference = submission.reference
        LEFT JOIN outcome ON outcome.submission = submission.reference
    WHERE receipt_hash = $1"
);

/// What the secret of a receipt shows.
pub async fn status(database: &Database, secret: &str) -> Result<Option<Status>> {
    let hash = incoming::receipt_hash(secret);
    let mut tx = database.read().await?;
    let row: Option<StatusRow> = sqlx::query_as(BY_RECEIPT).bind(&hash[..]).fetch_optional(&mut *tx).await?;
    let Some(row) = row else { return Ok(None) };
    let key = &row.reference;
    let reference = reference("submission", key)?;
    let decision = row.decided.decision(key)?;
    let leads_to = match decision {
        Decision::Merged { into, .. } => Some(leads_to(&mut tx, into).await?),
        _ => None,
    };
    Ok(Some(Status {
        reference,
        title: title("entry", key, &row.title_sv, row.title_en.as_deref())?,
        board: value("entry", key, &row.board)?,
        arrived: clock::arrival(row.arrived_at),
        decision,
        leads_to,
        messages: messages::all(&mut tx, reference).await?,
        files: files::of(&mut tx, reference, Seen::Sent).await?,
    }))
}

/// What has become of an entry that another was merged into. It may have been merged itself: what was merged is no
/// target, so that this comes to an end.
async fn leads_to(conn: &mut AnyConnection, into: Reference) -> Result<LeadsTo> {
    let mut into = into;
    loop {
        match decided(conn, into).await? {
            Decision::Merged { into: further, .. } => into = further,
            Decision::Waiting => return Ok(LeadsTo::Waiting),
            Decision::Declined { reason, .. } | Decision::SentOn { reason, .. } => {
                return Ok(LeadsTo::Closed { reason });
            }
            Decision::Published { .. } => {
                let entry = entries::any_one(conn, into).await?;
                let entry = entry.ok_or_else(|| Error::row("entry", &into, &"it is not there"))?;
                return Ok(LeadsTo::Published(Named { reference: into, title: entry.title }));
            }
        }
    }
}

/// The published entry that something which is not published was merged into, if it was.
pub async fn goes_on_as(database: &Database, reference: Reference) -> Result<Option<Reference>> {
    let mut tx = database.read().await?;
    let into: Option<String> = sqlx::query_scalar("SELECT merged_into FROM outcome WHERE submission = $1")
        .bind(reference.to_string())
        .fetch_optional(&mut *tx)
        .await?
        .flatten();
    let Some(into) = into else { return Ok(None) };
    Ok(match leads_to(&mut tx, value("outcome", &reference, &into)?).await? {
        LeadsTo::Published(named) => Some(named.reference),
        LeadsTo::Waiting | LeadsTo::Closed { .. } => None,
    })
}

#[derive(FromRow)]
struct ReceivedRow {
    arrived_at: i64,
    naming: String,
    sender_name: Option<String>,
    sender_email: Option<String>,
    version: i64,
    #[sqlx(try_from = "Flag")]
    mails: bool,
    #[sqlx(flatten)]
    decided: DecisionRow,
    #[sqlx(flatten)]
    custody: custody::CustodyRow,
}

const RECEIVED: &str = concat!(
    "SELECT arrived_at, naming, sender_name, sender_email, version, ",
    decision_columns!(),
    ", ",
    custody::custody_columns!(),
    ", EXISTS (SELECT 1 FROM following WHERE about = 'own' AND following.entry = submission.reference
            AND confirmed_at IS NOT NULL AND stopped_at IS NULL) AS mails
    FROM submission JOIN entry ON entry.reference = submission.reference
        LEFT JOIN outcome ON outcome.submission = submission.reference
        LEFT JOIN account ON account.id = submission.holder
    WHERE submission.reference = $1"
);

/// One submission, whatever has been decided of it.
pub async fn received(database: &Database, reference: Reference) -> Result<Option<Received>> {
    let mut tx = database.read().await?;
    let row: Option<ReceivedRow> =
        sqlx::query_as(RECEIVED).bind(reference.to_string()).fetch_optional(&mut *tx).await?;
    let (Some(row), Some(entry)) = (row, entries::any_one(&mut tx, reference).await?) else { return Ok(None) };
    let key = reference.to_string();
    Ok(Some(Received {
        entry,
        arrived: clock::arrival(row.arrived_at),
        decision: row.decided.decision(&key)?,
        version: row.version,
        custody: row.custody.custody(&key)?,
        holders: custody::holders(&mut tx, reference).await?,
        challenge: challenges::answered_by(&mut tx, reference).await?,
        messages: messages::all(&mut tx, reference).await?,
        files: files::of(&mut tx, reference, Seen::All).await?,
        merged: outcome::merged_into(&mut tx, reference).await?,
        mails: row.mails,
        sender: sender(&key, &row.naming, row.sender_name, row.sender_email)?,
    }))
}

fn sender(key: &String, naming: &str, name: Option<String>, email: Option<String>) -> Result<Sender> {
    let name: Option<Phrase> = name.map(|name| value("submission", key, &name)).transpose()?;
    let email: Option<Email> = email.map(|email| value("submission", key, &email)).transpose()?;
    let name = match (value("submission", key, naming)?, name) {
        (Naming::Anonymous, _) => Name::Anonymous,
        (Naming::Internal, Some(name)) => Name::Internal(name),
        (Naming::Public, Some(name)) => Name::Public(name),
        _ => return Err(Error::row("submission", key, &"a sender who wants to be named has no name")),
    };
    Ok(Sender { name, email })
}
