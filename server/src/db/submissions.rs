//! Receiving what people hand in: once for each form, however often it is sent.

use super::{
    Error, Result, challenges,
    changes::{self, Made},
    followings::{self, Asking},
    history::{self, Happening},
    insert::{self, Entrance},
    telling::{self, Happened},
};
use crate::{
    clock,
    secret::{self, Hash},
};
use app::backend::Submitted;
use domain::{
    access::Account,
    challenge::Period,
    change::ChangeKind,
    draft::{IdempotencyKey, Name, Naming, Submission},
    entry::Entry,
    follow::{Pace, Subject},
    journey::{Facts, Journey},
    language::{Bilingual, Language},
    news::News,
    reception::Receipt,
    reference::Reference,
    text,
};
use sqlx::{FromRow, SqliteConnection};

/// Something handed in, with what the server knows of its coming.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub submission: Submission,
    pub key: IdempotencyKey,
    /// The account of whoever sent it, where that person had signed in.
    pub by: Option<Account>,
    /// The language to answer in.
    pub language: Language,
    pub at: i64,
}

#[derive(FromRow)]
struct Earlier {
    reference: String,
    content_digest: Vec<u8>,
}

/// Receives a submission, within the caller's transaction.
pub async fn receive(conn: &mut SqliteConnection, incoming: &Incoming) -> Result<Submitted> {
    let digest = digest(&incoming.submission);
    let key_hash = secret::hash("fyrfalt key", incoming.key.as_str());
    let earlier: Option<Earlier> =
        sqlx::query_as("SELECT reference, content_digest FROM submission WHERE key_hash = $1")
            .bind(&key_hash[..])
            .fetch_optional(&mut *conn)
            .await?;
    if let Some(earlier) = earlier {
        let reference = super::record::reference("submission", &earlier.reference)?;
        return Ok(if earlier.content_digest == digest {
            Submitted::Received(receipt(reference, &incoming.key))
        } else {
            Submitted::KeyUsed(reference)
        });
    }
    let submission = &incoming.submission;
    if let Some(slug) = &submission.challenge {
        let challenge = challenges::one(conn, slug).await?;
        let today = clock::day(incoming.at);
        if challenge.is_none_or(|challenge| challenge.period(today) != Period::Open) {
            return Ok(Submitted::ChallengeClosed);
        }
    }
    let reference = next_reference(conn, clock::day(incoming.at).year()).await?;
    let entry = entry(reference, incoming)?;
    insert::entry(conn, &entry, Entrance::Waiting).await?;
    let receipt = receipt(reference, &incoming.key);
    insert_submission(conn, incoming, &receipt, &key_hash, &digest).await?;
    let by = incoming.by.as_ref().map(|account| account.id);
    history::note(conn, reference, incoming.at, by, Happening::Received).await?;
    offer_mail(conn, incoming, &receipt).await?;
    telling::tell(conn, Happened { news: &News::Received, before: None, now: &entry, at: incoming.at }).await?;
    changes::record(conn, reference, Made::new(ChangeKind::Received, by, incoming.at)).await?;
    Ok(Submitted::Received(receipt))
}

/// Offers mail at each step to whoever gave an address; an account's own need not be confirmed.
async fn offer_mail(conn: &mut SqliteConnection, incoming: &Incoming, receipt: &Receipt) -> Result<()> {
    let Some(email) = &incoming.submission.sender.email else { return Ok(()) };
    let account = incoming.by.as_ref().filter(|account| account.email == **email).map(|account| account.id);
    let asking = Asking {
        email,
        subject: &Subject::Own(receipt.reference),
        pace: Pace::AtOnce,
        language: incoming.language,
        account,
        receipt: Some(&receipt.secret),
        at: incoming.at,
    };
    followings::ask(conn, &asking).await?;
    Ok(())
}

/// The hash by which a receipt's secret is known.
pub fn receipt_hash(secret: &str) -> Hash {
    secret::hash("fyrfalt receipt secret", secret)
}

/// The receipt of a form. Its secret follows from the form's key, so that sending again gives the same; 128 bits.
fn receipt(reference: Reference, key: &IdempotencyKey) -> Receipt {
    Receipt { reference, secret: secret::hex(&secret::hash("fyrfalt receipt", key.as_str())[..16]) }
}

/// The next reference of a year. The counter moves within the same transaction, so that no number is skipped.
async fn next_reference(conn: &mut SqliteConnection, year: i32) -> Result<Reference> {
    let number: u32 = sqlx::query_scalar(
        "INSERT INTO reference_counter (year, latest) VALUES ($1, 1)
        ON CONFLICT (year) DO UPDATE SET latest = reference_counter.latest + 1 RETURNING latest",
    )
    .bind(year)
    .fetch_one(conn)
    .await?;
    u16::try_from(year)
        .ok()
        .and_then(|year| Reference::new(year, number).ok())
        .ok_or_else(|| Error::row("reference_counter", &year, &format!("{number} makes no reference")))
}

fn entry(reference: Reference, incoming: &Incoming) -> Result<Entry> {
    let Submission { kind, title, need, plan, audience, .. } = incoming.submission.clone();
    let submission = &incoming.submission;
    let day = clock::day(incoming.at);
    let summary = text::summarise(&need);
    let facts = Facts { plan, audience, ..Facts::of_need(need) };
    Ok(Entry {
        reference,
        title: Bilingual::swedish(title),
        summary: Bilingual::swedish(summary),
        hoped_benefit: submission.hoped_benefit.clone(),
        origin: submission.origin,
        units: submission.units.clone(),
        board: submission.board.clone(),
        goals: submission.goals.clone(),
        priority: submission.priority,
        placement: submission.placement,
        placed: 0,
        journey: Journey::begin(kind.into(), facts).map_err(|why| Error::row("submission", &reference, &why))?,
        named: None,
        example_from: None,
        created: day,
        updated: day,
    })
}

async fn insert_submission(
    conn: &mut SqliteConnection,
    incoming: &Incoming,
    receipt: &Receipt,
    key_hash: &Hash,
    digest: &Hash,
) -> Result<()> {
    let Submission { kind, sender, .. } = &incoming.submission;
    let (naming, name) = match &sender.name {
        Name::Anonymous => (Naming::Anonymous, None),
        Name::Internal(name) => (Naming::Internal, Some(name)),
        Name::Public(name) => (Naming::Public, Some(name)),
    };
    sqlx::query(
        "INSERT INTO submission (reference, kind, arrived_at, naming, sender_name, sender_email, receipt_hash,
            key_hash, content_digest, submitted_by, challenge)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(receipt.reference.to_string())
    .bind(kind.name())
    .bind(incoming.at)
    .bind(naming.name())
    .bind(name.map(|name| &**name))
    .bind(sender.email.as_deref())
    .bind(&receipt_hash(&receipt.secret)[..])
    .bind(&key_hash[..])
    .bind(&digest[..])
    .bind(incoming.by.as_ref().map(|account| account.id))
    .bind(incoming.submission.challenge.as_ref().map(ToString::to_string))
    .execute(conn)
    .await?;
    Ok(())
}

/// What was handed in, in short: tells a form sent twice from another form with the same key.
fn digest(submission: &Submission) -> Hash {
    let Submission { kind, origin, title, need, plan, audience, hoped_benefit, units, .. } = submission;
    let Submission { board, goals, placement, priority, sender, challenge, .. } = submission;
    let content = serde_json::json!([
        kind,
        origin,
        title,
        need,
        plan,
        audience,
        hoped_benefit,
        units,
        board,
        goals,
        placement,
        priority,
        sender,
        challenge
    ]);
    secret::hash("fyrfalt submission", &content.to_string())
}
