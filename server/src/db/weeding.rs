//! Weeding by rule. What is due is looked up first, so that it can be shown without being done; each thing is noted in
//! the log before it goes, and the triggers of the tables let nothing go that is not noted.

use super::values::{Count, Flag};
use super::{
    Database, Error, Result, Store, or_outage,
    record::{reference, value},
};
use crate::clock;
use app::backend::{Outage, WeedingBackend};
use async_trait::async_trait;
use domain::{
    access::WholePass,
    weeding::{Due, Remains, Rule, Rules, Weed, Weeded, Weeding},
};
use sqlx::AnyConnection;

/// How much of the log, and of what is due, a page shows.
const SHOWN: u32 = 200;

#[async_trait]
impl WeedingBackend for Store {
    async fn weeding(&self, _: WholePass<'_>) -> std::result::Result<Weeding, Outage> {
        let read = async {
            let mut tx = self.database().read().await?;
            let RulesInForce { rules, from } = self.weeding_rules().clone();
            let mut due = due(&mut tx, &rules, clock::now().max(from)).await?;
            due.truncate(SHOWN as usize);
            Ok(Weeding { due, log: log(&mut tx).await?, rules, from: clock::arrival(from) })
        };
        or_outage(read.await)
    }
}

/// The rules that a server keeps to, and the instant from when it does.
#[derive(Clone, Debug, Default)]
pub struct RulesInForce {
    pub rules: Rules,
    pub from: i64,
}

/// How long rules stand before a server keeps to them, in seconds: a slip in one can be seen before it does harm.
const PAUSE: i64 = 24 * 60 * 60;

/// Notes which rules a server has been started with, and says from when it keeps to them.
pub async fn set_rules(database: &Database, rules: Rules, now: i64) -> Result<RulesInForce> {
    let mut tx = database.begin().await?;
    let latest: Option<(i64, String)> =
        sqlx::query_as("SELECT set_at, rules FROM weeding_rules ORDER BY id DESC LIMIT 1")
            .fetch_optional(&mut *tx)
            .await?;
    let text = rules.to_string();
    let set_at = match latest {
        Some((set_at, latest)) if latest == text => set_at,
        None if rules.is_empty() => now,
        _ => {
            sqlx::query("INSERT INTO weeding_rules (set_at, rules) VALUES ($1, $2)")
                .bind(now)
                .bind(&text)
                .execute(&mut *tx)
                .await?;
            now
        }
    };
    tx.commit().await?;
    Ok(RulesInForce { rules, from: set_at + PAUSE })
}

/// What the rules are about to weed.
pub async fn due(conn: &mut AnyConnection, rules: &Rules, now: i64) -> Result<Vec<Due>> {
    let mut due = Vec::new();
    for rule in rules.iter() {
        due.extend(due_by(conn, rule, now).await?);
    }
    Ok(due)
}

async fn due_by(conn: &mut AnyConnection, rule: Rule, now: i64) -> Result<Vec<Due>> {
    // What came about on that very day still waits.
    let day = rule.after.before(clock::day(now));
    let Some(before) = clock::instant(&format!("{day}T00:00")) else { return Ok(Vec::new()) };
    match rule.weed {
        Weed::Declined => declined(conn, rule, before).await,
        Weed::Senders => items(conn, rule, before, SENDERS).await,
        Weed::Comments => items(conn, rule, before, COMMENTS).await,
        Weed::Files => items(conn, rule, before, FILES).await,
        Weed::Mails => items(conn, rule, before, MAILS).await,
    }
}

/// Mail about one's own that nobody waits for any more: stopped, or about what was declined. What nobody confirms is
/// forgotten anyhow.
macro_rules! own_mail_that_is_over {
    () => {
        "about = 'own' AND following.entry = $1 AND (stopped_at IS NOT NULL
            OR (SELECT decision FROM entry WHERE entry.reference = following.entry) = 'declined')"
    };
}

const SENDERS: &str = "SELECT submission.reference, NULL FROM submission
    JOIN entry ON entry.reference = submission.reference
    WHERE decided_at < $1 AND (sender_email IS NOT NULL OR naming = 'internal' OR submitted_by IS NOT NULL
        OR EXISTS (SELECT 1 FROM following WHERE about = 'own' AND following.entry = submission.reference
            AND asked_at < $1 AND coalesce(stopped_at, 0) < $1 AND (stopped_at IS NOT NULL OR decision = 'declined')))
    ORDER BY submission.reference";
const COMMENTS: &str = "SELECT entry, CAST(id AS TEXT) FROM comment
    WHERE said_at < $1 AND state IN ('hidden', 'withdrawn') ORDER BY id";
const FILES: &str = "SELECT entry, id FROM file WHERE decided_at < $1 AND state = 'withdrawn' ORDER BY decided_at, id";
const MAILS: &str = "SELECT entry, CAST(id AS TEXT) FROM outbox WHERE settled_at < $1 ORDER BY id";

async fn items(conn: &mut AnyConnection, rule: Rule, before: i64, of: &'static str) -> Result<Vec<Due>> {
    let rows: Vec<(Option<String>, Option<String>)> = sqlx::query_as(of).bind(before).fetch_all(conn).await?;
    rows.into_iter()
        .map(|(entry, item)| {
            let entry = entry.map(|key| reference("weeding", &key)).transpose()?;
            Ok(Due { rule, entry, item, remains: None })
        })
        .collect()
}

/// What was declined or sent on. What something else was merged into waits for that to be weeded first, and what was
/// merged into something that goes on stays: its old address leads there.
async fn declined(conn: &mut AnyConnection, rule: Rule, before: i64) -> Result<Vec<Due>> {
    type Row = (String, i64, String, Option<String>, i64, Flag);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT submission.reference, arrived_at, board, diary_number, decided_at, outcome.sent_to IS NOT NULL
        FROM submission JOIN entry ON entry.reference = submission.reference
            LEFT JOIN outcome ON outcome.submission = submission.reference
        WHERE decision = 'declined' AND decided_at < $1
            AND NOT EXISTS (SELECT 1 FROM outcome AS other WHERE other.merged_into = entry.reference)
            AND (outcome.merged_into IS NULL
                OR (SELECT decision FROM entry AS target WHERE target.reference = outcome.merged_into) = 'declined')
        ORDER BY decided_at, submission.reference",
    )
    .bind(before)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(key, arrived, board, diary_number, decided, Flag(sent_on))| {
            let (arrived, decided) = (clock::day(arrived), clock::day(decided));
            let remains = Some(Remains { arrived, board, diary_number, decided, sent_on });
            Ok(Due { rule, entry: Some(reference("submission", &key)?), item: None, remains })
        })
        .collect()
}

/// What came of weeding by all rules.
#[derive(Debug)]
pub struct Pass {
    pub weeded: Vec<Due>,
    /// The rules that could not be carried out to their end, and why.
    pub failed: Vec<(Rule, Error)>,
}

/// Weeds what the rules say. One that fails does not stop the others.
pub async fn weed(database: &Database, rules: &Rules, now: i64) -> Pass {
    let mut pass = Pass { weeded: Vec::new(), failed: Vec::new() };
    for rule in rules.iter() {
        // Some go only when others have gone.
        loop {
            match round(database, rule, now).await {
                Ok(gone) if gone.is_empty() => break,
                Ok(gone) => pass.weeded.extend(gone),
                Err(error) => {
                    pass.failed.push((rule, error));
                    break;
                }
            }
        }
    }
    pass
}

/// Weeds what a rule finds at this moment, all of it or nothing.
async fn round(database: &Database, rule: Rule, now: i64) -> Result<Vec<Due>> {
    let mut tx = database.begin().await?;
    let due = due_by(&mut tx, rule, now).await?;
    if due.is_empty() {
        return Ok(due);
    }
    for one in &due {
        note(&mut tx, one, now).await?;
        let_go(&mut tx, one).await?;
    }
    sqlx::query(UNUSED_ADDRESSES).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(due)
}

async fn note(conn: &mut AnyConnection, due: &Due, now: i64) -> Result<()> {
    let remains = due.remains.as_ref().map(|remains| serde_json::json!(remains).to_string());
    sqlx::query("INSERT INTO weeding (weeded_at, rule, months, entry, item, remains) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(now)
        .bind(due.rule.weed.name())
        .bind(i64::from(due.rule.after.count()))
        .bind(due.entry.map(|entry| entry.to_string()))
        .bind(due.item.as_deref())
        .bind(remains)
        .execute(conn)
        .await?;
    Ok(())
}

/// What is kept of a submission, the tables that point at others first.
const OF_A_SUBMISSION: [&str; 15] = [
    "DELETE FROM digest_line WHERE entry = $1 OR following IN (SELECT id FROM following WHERE entry = $1)",
    "DELETE FROM outbox WHERE entry = $1 OR following IN (SELECT id FROM following WHERE entry = $1)",
    "DELETE FROM following WHERE entry = $1",
    "DELETE FROM file_content WHERE file IN (SELECT id FROM file WHERE entry = $1)",
    "DELETE FROM file WHERE entry = $1",
    "DELETE FROM message WHERE submission = $1",
    "DELETE FROM custody_change WHERE submission = $1",
    "DELETE FROM outcome WHERE submission = $1",
    "DELETE FROM submission WHERE reference = $1",
    "DELETE FROM change WHERE entry = $1",
    "DELETE FROM event WHERE entry = $1",
    "DELETE FROM start_place WHERE entry = $1",
    "DELETE FROM entry_goal WHERE entry = $1",
    "DELETE FROM entry_unit WHERE entry = $1",
    "DELETE FROM entry WHERE reference = $1",
];

const OF_A_SENDER: [&str; 6] = [
    concat!(
        "DELETE FROM digest_line WHERE following IN (SELECT id FROM following WHERE ",
        own_mail_that_is_over!(),
        ")"
    ),
    concat!("DELETE FROM outbox WHERE following IN (SELECT id FROM following WHERE ", own_mail_that_is_over!(), ")"),
    concat!("DELETE FROM following WHERE ", own_mail_that_is_over!()),
    "UPDATE submission SET sender_email = NULL, naming = CASE naming WHEN 'internal' THEN 'anonymous' ELSE naming END,
        sender_name = CASE WHEN naming <> 'internal' THEN sender_name END, submitted_by = NULL WHERE reference = $1",
    // Until the nineteenth migration an arrival was an event too.
    "UPDATE event SET account = NULL WHERE entry = $1 AND what = 'received' AND account IS NOT NULL",
    "UPDATE change SET account = NULL WHERE entry = $1 AND kind = 'received' AND account IS NOT NULL",
];

/// Addresses that nothing is meant for any more.
const UNUSED_ADDRESSES: &str = "DELETE FROM mail_address WHERE email NOT IN (SELECT email FROM following)
    AND email NOT IN (SELECT email FROM outbox) AND refused_at IS NULL";

async fn let_go(conn: &mut AnyConnection, due: &Due) -> Result<()> {
    let (entry, item) = (due.entry.map(|entry| entry.to_string()), due.item.as_deref());
    let (statements, key): (&[&'static str], Option<&str>) = match due.rule.weed {
        Weed::Declined => (&OF_A_SUBMISSION, entry.as_deref()),
        Weed::Senders => (&OF_A_SENDER, entry.as_deref()),
        Weed::Comments => (&["DELETE FROM comment WHERE id = CAST($1 AS BIGINT)"], item),
        Weed::Files => (&["DELETE FROM file_content WHERE file = $1", "DELETE FROM file WHERE id = $1"], item),
        Weed::Mails => (&["DELETE FROM outbox WHERE id = CAST($1 AS BIGINT)"], item),
    };
    for statement in statements {
        sqlx::query(*statement).bind(key).execute(&mut *conn).await?;
    }
    Ok(())
}

async fn log(conn: &mut AnyConnection) -> Result<Vec<Weeded>> {
    type Row = (i64, String, Count, Option<String>, Option<String>, Option<String>);
    let rows: Vec<Row> =
        sqlx::query_as("SELECT weeded_at, rule, months, entry, item, remains FROM weeding ORDER BY id DESC LIMIT $1")
            .bind(Count(SHOWN))
            .fetch_all(conn)
            .await?;
    rows.into_iter()
        .map(|(at, rule, Count(months), entry, item, remains)| {
            let rule: Rule = value("weeding", &at, &format!("{rule}={months}"))?;
            let entry = entry.map(|key| reference("weeding", &key)).transpose()?;
            let remains = remains.as_deref().map(serde_json::from_str).transpose();
            let remains = remains.map_err(|why| Error::row("weeding", &at, &why))?;
            Ok(Weeded { on: clock::day(at), due: Due { rule, entry, item, remains } })
        })
        .collect()
}
