//! Receiving what people hand in: once for each form, however often it is sent.

use super::values::Count;
use super::{
    Error, Result, challenges,
    changes::{self, Made},
    followings::{self, Asking},
    history,
    insert::{self, Entrance},
    rows,
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
    reception::{Decision, Receipt},
    reference::Reference,
    taxonomy::Slug,
    text,
};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::{
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
};

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

/// What a form with some key was received as.
#[derive(Clone)]
struct Known {
    reference: Reference,
    digest: Hash,
}

/// Something that is received for the first time.
struct Fresh<'batch> {
    incoming: &'batch Incoming,
    entry: Entry,
    receipt: Receipt,
    key_hash: Hash,
    digest: Hash,
}

/// Receives submissions within the caller's transaction, and answers them in their order.
pub async fn receive(conn: &mut AnyConnection, batch: &[Incoming]) -> Result<Vec<Submitted>> {
    let hashes: Vec<Hash> = batch.iter().map(|incoming| secret::hash("fyrfalt key", incoming.key.as_str())).collect();
    let mut known = known(&mut *conn, &hashes).await?;
    let open = open_challenges(&mut *conn, batch).await?;
    let is_open = |incoming: &Incoming| incoming.submission.challenge.as_ref().is_none_or(|slug| open.contains(slug));
    // The same form may have come twice at once.
    let mut seen = HashSet::new();
    let new = batch
        .iter()
        .zip(&hashes)
        .filter(|(incoming, hash)| !known.contains_key(*hash) && is_open(incoming) && seen.insert(*hash));
    let years: Vec<i32> = new.map(|(incoming, _)| year(incoming)).collect();
    let mut references = References::take(&mut *conn, &years).await?;
    let (mut answers, mut fresh) = (Vec::with_capacity(batch.len()), Vec::new());
    for (incoming, key_hash) in batch.iter().zip(hashes) {
        let digest = digest(&incoming.submission);
        if let Some(known) = known.get(&key_hash) {
            answers.push(if known.digest == digest {
                Submitted::Received(receipt(known.reference, &incoming.key))
            } else {
                Submitted::KeyUsed(known.reference)
            });
            continue;
        }
        if !is_open(incoming) {
            answers.push(Submitted::ChallengeClosed);
            continue;
        }
        let reference = references.next(year(incoming))?;
        known.insert(key_hash, Known { reference, digest });
        let receipt = receipt(reference, &incoming.key);
        answers.push(Submitted::Received(receipt.clone()));
        fresh.push(Fresh { incoming, entry: entry(reference, incoming)?, receipt, key_hash, digest });
    }
    write(conn, &fresh).await?;
    Ok(answers)
}

async fn write(conn: &mut AnyConnection, fresh: &[Fresh<'_>]) -> Result<()> {
    let entries: Vec<&Entry> = fresh.iter().map(|fresh| &fresh.entry).collect();
    insert::entries(&mut *conn, &entries, Entrance::Waiting).await?;
    insert_submissions(&mut *conn, fresh).await?;
    let by = |fresh: &Fresh<'_>| fresh.incoming.by.as_ref().map(|account| account.id);
    let received: Vec<_> = fresh.iter().map(|fresh| (fresh.entry.reference, fresh.incoming.at, by(fresh))).collect();
    history::note_received(&mut *conn, &received).await?;
    for Fresh { incoming, entry, receipt, .. } in
        fresh.iter().filter(|fresh| fresh.incoming.submission.sender.email.is_some())
    {
        offer_mail(&mut *conn, incoming, receipt).await?;
        telling::tell(&mut *conn, Happened { news: &News::Received, before: None, now: entry, at: incoming.at })
            .await?;
    }
    let begun: Vec<_> = fresh
        .iter()
        .map(|fresh| {
            let made = Made::new(ChangeKind::Received, by(fresh), fresh.incoming.at);
            (&fresh.entry, Decision::Waiting, made)
        })
        .collect();
    changes::begin(conn, &begun).await
}

/// What was received before by forms with these keys.
async fn known(conn: &mut AnyConnection, hashes: &[Hash]) -> Result<HashMap<Hash, Known>> {
    let mut known = HashMap::new();
    for part in rows::parts(hashes) {
        let sql = format!(
            "SELECT key_hash, reference, content_digest FROM submission WHERE key_hash IN ({})",
            rows::placeholders(conn, part.len())
        );
        // Nothing in it but what stands here, and numbers.
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for hash in part {
            query = query.bind(&hash[..]);
        }
        let rows: Vec<(Vec<u8>, String, Vec<u8>)> = query.fetch_all(&mut *conn).await?;
        for (key_hash, key, digest) in rows {
            let hash = |bytes: &[u8]| Hash::try_from(bytes).map_err(|why| Error::row("submission", &key, &why));
            let reference = super::record::reference("submission", &key)?;
            known.insert(hash(&key_hash)?, Known { reference, digest: hash(&digest)? });
        }
    }
    Ok(known)
}

/// The challenges that these answer and that can be answered now.
async fn open_challenges(conn: &mut AnyConnection, batch: &[Incoming]) -> Result<HashSet<Slug>> {
    let asked: HashMap<&Slug, i64> =
        batch.iter().filter_map(|incoming| Some((incoming.submission.challenge.as_ref()?, incoming.at))).collect();
    let mut open = HashSet::new();
    for (slug, at) in asked {
        let challenge = challenges::one(&mut *conn, slug).await?;
        if challenge.is_some_and(|challenge| challenge.period(clock::day(at)) == Period::Open) {
            open.insert(slug.clone());
        }
    }
    Ok(open)
}

/// References of each year, set aside for what is received in one transaction, so that no number is skipped.
struct References(HashMap<i32, RangeInclusive<u32>>);

impl References {
    /// Sets one aside for each of these years, as often as it comes.
    async fn take(conn: &mut AnyConnection, years: &[i32]) -> Result<Self> {
        let mut counts: HashMap<i32, u32> = HashMap::new();
        for year in years {
            *counts.entry(*year).or_default() += 1;
        }
        let mut taken = HashMap::new();
        for (year, count) in counts {
            let Count(latest) = sqlx::query_scalar(
                "INSERT INTO reference_counter (year, latest) VALUES ($1, $2)
                ON CONFLICT (year) DO UPDATE SET latest = reference_counter.latest + excluded.latest RETURNING latest",
            )
            .bind(year)
            .bind(Count(count))
            .fetch_one(&mut *conn)
            .await?;
            taken.insert(year, latest - count + 1..=latest);
        }
        Ok(Self(taken))
    }

    fn next(&mut self, year: i32) -> Result<Reference> {
        let number = self.0.get_mut(&year).and_then(Iterator::next);
        let reference = |number| Reference::new(u16::try_from(year).ok()?, number).ok();
        number
            .and_then(reference)
            .ok_or_else(|| Error::row("reference_counter", &year, &format!("{number:?} makes no reference")))
    }
}

/// The year in whose references something is counted.
fn year(incoming: &Incoming) -> i32 {
    clock::day(incoming.at).year()
}

/// Offers mail at each step to whoever gave an address; an account's own need not be confirmed.
async fn offer_mail(conn: &mut AnyConnection, incoming: &Incoming, receipt: &Receipt) -> Result<()> {
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

const SUBMISSION: &str = "INSERT INTO submission (reference, kind, arrived_at, naming, sender_name, sender_email,
    receipt_hash, key_hash, content_digest, submitted_by, challenge)";

async fn insert_submissions(conn: &mut AnyConnection, all: &[Fresh<'_>]) -> Result<()> {
    rows::write(conn, SUBMISSION, 11, all, |query, Fresh { incoming, receipt, key_hash, digest, .. }| {
        let Submission { kind, sender, challenge, .. } = &incoming.submission;
        let (naming, name) = match &sender.name {
            Name::Anonymous => (Naming::Anonymous, None),
            Name::Internal(name) => (Naming::Internal, Some(name)),
            Name::Public(name) => (Naming::Public, Some(name)),
        };
        query
            .bind(receipt.reference.to_string())
            .bind(kind.name())
            .bind(incoming.at)
            .bind(naming.name())
            .bind(name.map(|name| &**name))
            .bind(sender.email.as_deref())
            .bind(receipt_hash(&receipt.secret).to_vec())
            .bind(&key_hash[..])
            .bind(&digest[..])
            .bind(incoming.by.as_ref().map(|account| account.id))
            .bind(challenge.as_ref().map(ToString::to_string))
    })
    .await
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
