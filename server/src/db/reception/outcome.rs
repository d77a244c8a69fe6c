//! What was decided of what has come in.

use crate::{
    clock,
    db::{
        Error, Result,
        record::{reference, title, value},
    },
};
use domain::{
    reception::{
        Decision, Named,
        answer::{Channel, ChannelKind},
    },
    reference::Reference,
    text::Phrase,
};
use sqlx::{AnyConnection, FromRow};
use std::collections::HashMap;

/// The columns of a [`DecisionRow`], where `entry` and `outcome` are joined.
macro_rules! decision_columns {
    () => {
        "entry.decision, entry.decided_at, entry.decline_reason, outcome.merged_into, outcome.sent_to, outcome.elsewhere"
    };
}
pub(in crate::db) use decision_columns;

/// What was decided, as it is stored.
#[derive(Clone, Debug, FromRow)]
pub struct DecisionRow {
    decision: String,
    decided_at: Option<i64>,
    decline_reason: Option<String>,
    merged_into: Option<String>,
    sent_to: Option<String>,
    elsewhere: Option<String>,
}

impl DecisionRow {
    pub fn decision(&self, key: &str) -> Result<Decision> {
        let unsound = || Error::row("entry", &key, &"its decision does not hold together");
        let reason = |text: &str| value("entry", &key, text);
        match (&*self.decision, self.decided_at, &self.decline_reason) {
            ("waiting", None, None) => Ok(Decision::Waiting),
            ("published", Some(at), None) => Ok(Decision::Published { on: clock::day(at) }),
            ("declined", Some(at), Some(why)) => {
                let (on, reason) = (clock::day(at), reason(why)?);
                match (&self.merged_into, &self.sent_to) {
                    (None, None) => Ok(Decision::Declined { on, reason }),
                    (Some(into), None) => Ok(Decision::Merged { on, into: reference("outcome", into)?, reason }),
                    (None, Some(to)) => Ok(Decision::SentOn { on, to: self.channel(key, to)?, reason }),
                    (Some(_), Some(_)) => Err(unsound()),
                }
            }
            _ => Err(unsound()),
        }
    }

    fn channel(&self, key: &str, kind: &str) -> Result<Channel> {
        let kind: ChannelKind = value("outcome", &key, kind)?;
        let elsewhere: Option<Phrase> =
            self.elsewhere.as_ref().map(|named| value("outcome", &key, named)).transpose()?;
        Channel::new(kind, elsewhere).map_err(|why| Error::row("outcome", &key, &why))
    }
}

/// What has been decided of an entry that is there.
pub async fn decided(conn: &mut AnyConnection, reference: Reference) -> Result<Decision> {
    let key = reference.to_string();
    let row: DecisionRow = sqlx::query_as(concat!(
        "SELECT ",
        decision_columns!(),
        " FROM entry LEFT JOIN outcome ON outcome.submission = entry.reference WHERE entry.reference = $1"
    ))
    .bind(&key)
    .fetch_one(conn)
    .await?;
    row.decision(&key)
}

#[derive(FromRow)]
struct KeyedRow {
    reference: String,
    #[sqlx(flatten)]
    decided: DecisionRow,
}

/// What has been decided of every entry, by its reference; without those whose decision does not hold together.
pub async fn all_decided(conn: &mut AnyConnection) -> Result<HashMap<String, Decision>> {
    let rows: Vec<KeyedRow> = sqlx::query_as(concat!(
        "SELECT entry.reference, ",
        decision_columns!(),
        " FROM entry LEFT JOIN outcome ON outcome.submission = entry.reference"
    ))
    .fetch_all(conn)
    .await?;
    let decided = rows.into_iter().filter_map(|row| {
        let decision = row.decided.decision(&row.reference).ok()?;
        Some((row.reference, decision))
    });
    Ok(decided.collect())
}

/// What has been merged into an entry, the oldest first.
pub async fn merged_into(conn: &mut AnyConnection, into: Reference) -> Result<Vec<Named>> {
    let rows: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "SELECT reference, title_sv, title_en FROM outcome JOIN entry ON entry.reference = outcome.submission
        WHERE merged_into = $1 ORDER BY reference",
    )
    .bind(into.to_string())
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(key, sv, en)| {
            Ok(Named { reference: reference("entry", &key)?, title: title("entry", &key, &sv, en.as_deref())? })
        })
        .collect()
}

/// Writes where something that has been declined goes on.
pub async fn note(conn: &mut AnyConnection, reference: Reference, goes_on: &GoesOn<'_>) -> Result<()> {
    let (into, to) = match goes_on {
        GoesOn::In(into) => (Some(into.to_string()), None),
        GoesOn::At(channel) => (None, Some(*channel)),
    };
    let elsewhere = match to {
        Some(Channel::Elsewhere(named)) => Some(&**named),
        _ => None,
    };
    sqlx::query("INSERT INTO outcome (submission, merged_into, sent_to, elsewhere) VALUES ($1, $2, $3, $4)")
        .bind(reference.to_string())
        .bind(into)
        .bind(to.map(|to| to.kind().name()))
        .bind(elsewhere)
        .execute(conn)
        .await?;
    Ok(())
}

/// Where something goes on that is not published itself.
#[derive(Clone, Copy, Debug)]
pub enum GoesOn<'of> {
    In(Reference),
    At(&'of Channel),
}
