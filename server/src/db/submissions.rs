//! Receiving what people hand in: once for each form, however often it is sent.

use super::values::Count;
use super::{
    Error, Result, challenges,
    changes::{self, Made},
    followings::{self, Asking},
    incoming::{Incoming, Prepared},
    insert::{self, Entrance},
    rows::{self, Statements},
    telling::{self, Happened},
};
use crate::secret::Hash;
use app::backend::Submitted;
use domain::{
    challenge::Period,
    change::ChangeKind,
    day::Day,
    draft::{Name, Naming, Submission},
    entry::Entry,
    follow::{Pace, Subject},
    news::News,
    reception::Receipt,
    reference::Reference,
    taxonomy::Slug,
};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::{
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
};

/// What a form with some receipt was received as.
struct Known {
    reference: Reference,
    digest: Hash,
}

/// Something that is received for the first time.
struct Fresh<'batch> {
    prepared: &'batch Prepared,
    entry: Entry,
}

/// Receives submissions within the caller's transaction, and answers them in their order.
pub async fn receive(conn: &mut AnyConnection, batch: &[Prepared]) -> Result<Vec<Submitted>> {
    let mut known = known(&mut *conn, batch).await?;
    let open = open_challenges(&mut *conn, batch).await?;
    let is_open = |prepared: &Prepared| {
        prepared.incoming.submission.challenge.as_ref().is_none_or(|challenge| open.contains(challenge))
    };
    // The same form may have come twice at once.
    let mut seen = HashSet::new();
    let is_new = |prepared: &&Prepared| !known.contains_key(&prepared.receipt_hash) && is_open(prepared);
    let new: Vec<_> = batch.iter().filter(is_new).filter(|prepared| seen.insert(prepared.receipt_hash)).collect();
    let mut references = References::take(&mut *conn, new.iter().map(|prepared| prepared.day.year())).await?;
    let mut fresh = Vec::with_capacity(new.len());
    for prepared in new {
        let reference = references.next(prepared.day.year())?;
        known.insert(prepared.receipt_hash, Known { reference, digest: prepared.digest });
        fresh.push(Fresh { prepared, entry: prepared.entry(reference) });
    }
    write(conn, &fresh).await?;
    let answer = |prepared: &Prepared| match known.get(&prepared.receipt_hash) {
        Some(known) if known.digest == prepared.digest => Submitted::Received(prepared.receipt(known.reference)),
        Some(known) => Submitted::KeyUsed(known.reference),
        None => Submitted::ChallengeClosed,
    };
    Ok(batch.iter().map(answer).collect())
}

async fn write(conn: &mut AnyConnection, fresh: &[Fresh<'_>]) -> Result<()> {
    for part in rows::parts(fresh) {
        write_part(&mut *conn, part).await?;
    }
    for Fresh { prepared, entry } in fresh {
        let incoming = &prepared.incoming;
        if incoming.submission.sender.email.is_some() {
            offer_mail(&mut *conn, incoming, &prepared.receipt(entry.reference)).await?;
            let happened = Happened { news: &News::Received, before: None, now: entry, at: incoming.at };
            telling::tell(&mut *conn, happened).await?;
        }
    }
    Ok(())
}

/// Writes as many as one statement does.
async fn write_part(conn: &mut AnyConnection, part: &[Fresh<'_>]) -> Result<()> {
    let entries: Vec<&Entry> = part.iter().map(|fresh| &fresh.entry).collect();
    let begun: Vec<_> = part
        .iter()
        .map(|Fresh { prepared, entry }| {
            let by = prepared.incoming.by.as_ref().map(|account| account.id);
            (entry.reference, Made::new(ChangeKind::Received, by, prepared.incoming.at), &prepared.beginning)
        })
        .collect();
    let mut statements = Statements::of(conn);
    insert::entries(&mut statements, &entries, Entrance::Waiting);
    submissions(&mut statements, part);
    changes::begin(&mut statements, &begun);
    statements.execute(&mut *conn).await?;
    insert::filed(conn, &entries).await
}

/// What was received before by forms with these receipts.
async fn known(conn: &mut AnyConnection, batch: &[Prepared]) -> Result<HashMap<Hash, Known>> {
    let mut known = HashMap::new();
    for part in rows::parts(batch) {
        let sql = format!(
            "SELECT receipt_hash, reference, content_digest FROM submission WHERE receipt_hash IN ({})",
            rows::placeholders(conn, part.len())
        );
        // Nothing in it but what stands here, and numbers.
        let mut query = sqlx::query_as(AssertSqlSafe(sql));
        for prepared in part {
            query = query.bind(&prepared.receipt_hash[..]);
        }
        let rows: Vec<(Vec<u8>, String, Vec<u8>)> = query.fetch_all(&mut *conn).await?;
        for (receipt_hash, key, digest) in rows {
            let hash = |bytes: &[u8]| Hash::try_from(bytes).map_err(|why| Error::row("submission", &key, &why));
            let reference = super::record::reference("submission", &key)?;
            known.insert(hash(&receipt_hash)?, Known { reference, digest: hash(&digest)? });
        }
    }
    Ok(known)
}

/// The challenges that these answer and that can be answered now.
async fn open_challenges(conn: &mut AnyConnection, batch: &[Prepared]) -> Result<HashSet<Slug>> {
    let asked: HashMap<&Slug, Day> = batch
        .iter()
        .filter_map(|prepared| Some((prepared.incoming.submission.challenge.as_ref()?, prepared.day)))
        .collect();
    let mut open = HashSet::new();
    for (slug, day) in asked {
        let challenge = challenges::one(&mut *conn, slug).await?;
        if challenge.is_some_and(|challenge| challenge.period(day) == Period::Open) {
            open.insert(slug.clone());
        }
    }
    Ok(open)
}

/// References of each year, set aside for what is received in one transaction, so that no number is skipped.
struct References(HashMap<i32, RangeInclusive<u32>>);

impl References {
    /// Sets one aside for each of these years, as often as it comes.
    async fn take(conn: &mut AnyConnection, years: impl Iterator<Item = i32>) -> Result<Self> {
        let mut counts: HashMap<i32, u32> = HashMap::new();
        for year in years {
            *counts.entry(year).or_default() += 1;
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
        let refuse = |why: &str| Error::row("reference_counter", &year, &why);
        let number = self.0.get_mut(&year).and_then(Iterator::next).ok_or_else(|| refuse("nothing is set aside"))?;
        let reference = u16::try_from(year).ok().and_then(|year| Reference::new(year, number).ok());
        reference.ok_or_else(|| refuse(&format!("{number} makes no reference")))
    }
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

const SUBMISSION: &str = "INSERT INTO submission (reference, kind, arrived_at, naming, sender_name, sender_email,
    receipt_hash, content_digest, submitted_by, challenge)";

fn submissions<'rows>(statements: &mut Statements<'rows>, all: &'rows [Fresh<'rows>]) {
    statements.add(SUBMISSION, 10, all, |query, Fresh { prepared, entry }| {
        let Prepared { incoming, receipt_hash, digest, .. } = prepared;
        let Submission { kind, sender, challenge, .. } = &incoming.submission;
        let (naming, name) = match &sender.name {
            Name::Anonymous => (Naming::Anonymous, None),
            Name::Internal(name) => (Naming::Internal, Some(name)),
            Name::Public(name) => (Naming::Public, Some(name)),
        };
        query
            .bind(entry.reference.to_string())
            .bind(kind.name())
            .bind(incoming.at)
            .bind(naming.name())
            .bind(name.map(|name| &**name))
            .bind(sender.email.as_deref())
            .bind(&receipt_hash[..])
            .bind(&digest[..])
            .bind(incoming.by.as_ref().map(|account| account.id))
            .bind(challenge.as_ref().map(ToString::to_string))
    });
}
