//! The list of what has come in.

use super::{DecisionRow, decision_columns};
use crate::db::values::{Count, Flag};
use crate::{
    clock,
    db::{
        Database, Result,
        record::{reference, title, value},
    },
};
use domain::{
    access::ManagerPass,
    reception::queue::{QueueFilter, QueueLine, QueuePage, QueueState, pages},
    reference::Reference,
};
use sqlx::{AnyConnection, FromRow};

/// The lines that a manager may see and that a filter finds, whatever their state. Its parameters: 1 the account of a
/// manager of some units, 2 a kind, 3 a unit, 4 a board, 5 whose, 6 the account that asks, 7 a reference.
macro_rules! lines {
    () => {
        concat!(
            "WITH line AS (SELECT submission.reference AS reference, title_sv, title_en, kind, board, arrived_at,
                account.name AS holder, is_secret, ",
            decision_columns!(),
            ", CASE WHEN entry.decision <> 'waiting' THEN 'decided'
                ELSE coalesce((SELECT CASE WHEN message.account IS NULL THEN 'answered' ELSE 'asked' END FROM message
                        WHERE message.submission = submission.reference ORDER BY message.id DESC LIMIT 1), 'new')
                END AS state
            FROM submission JOIN entry ON entry.reference = submission.reference
                LEFT JOIN outcome ON outcome.submission = submission.reference
                LEFT JOIN account ON account.id = submission.holder
            WHERE ($1 IS NULL OR EXISTS (SELECT 1 FROM entry_unit
                    JOIN account_unit ON account_unit.unit = entry_unit.unit
                    WHERE entry_unit.entry = submission.reference AND account_unit.account = $1))
                AND ($2 IS NULL OR kind = $2)
                AND ($3 IS NULL OR EXISTS (SELECT 1 FROM entry_unit WHERE entry = submission.reference AND unit = $3))
                AND ($4 IS NULL OR board = $4)
                AND ($5 IS NULL OR ($5 = 'me' AND submission.holder = $6)
                    OR ($5 = 'nobody' AND submission.holder IS NULL))
                AND ($7 IS NULL OR submission.reference = $7)) "
        )
    };
}

const COUNTS: &str = concat!(lines!(), "SELECT state, count(*) FROM line GROUP BY state");

/// What waits, the oldest first, or what is decided, the latest decision first: 8 is a state, 9 how many, 10 after how
/// many.
const PAGE: &str = concat!(
    lines!(),
    "SELECT * FROM line WHERE CASE WHEN $8 IS NULL THEN state <> 'decided' ELSE state = $8 END
    ORDER BY CASE state WHEN 'decided' THEN -decided_at ELSE arrived_at END,
        CASE state WHEN 'decided' THEN -arrived_at END, reference
    LIMIT $9 OFFSET $10"
);

const ONE: &str = concat!(lines!(), "SELECT * FROM line");

#[derive(FromRow)]
struct LineRow {
    reference: String,
    title_sv: String,
    title_en: Option<String>,
    kind: String,
    board: String,
    arrived_at: i64,
    holder: Option<String>,
    #[sqlx(try_from = "Flag")]
    is_secret: bool,
    state: String,
    #[sqlx(flatten)]
    decided: DecisionRow,
}

impl LineRow {
    fn line(self, now: i64) -> Result<QueueLine> {
        let key = &self.reference;
        let arrived = clock::arrival(self.arrived_at);
        let title =
            if self.is_secret { None } else { Some(title("entry", key, &self.title_sv, self.title_en.as_deref())?) };
        Ok(QueueLine {
            reference: reference("submission", key)?,
            title,
            kind: value("submission", key, &self.kind)?,
            board: value("entry", key, &self.board)?,
            decision: self.decided.decision(key)?,
            state: value("submission", key, &self.state)?,
            age: u32::try_from(clock::day(now).days_since(arrived.day)).unwrap_or(0),
            arrived,
            holder: self.holder,
            is_secret: self.is_secret,
        })
    }
}

/// Binds what [`lines`] takes.
macro_rules! asking {
    ($query:expr, $pass:ident, $filter:expr, $reference:expr) => {
        $query
            .bind($pass.units().map(|_| $pass.account().id))
            .bind($filter.kind.map(|kind| kind.name()))
            .bind($filter.unit.as_ref().map(ToString::to_string))
            .bind($filter.board.as_ref().map(ToString::to_string))
            .bind($filter.held_by.map(|holder| holder.name()))
            .bind($pass.account().id)
            .bind($reference)
    };
}

/// A page of what a filter finds for the manager's units; the last page where it is beyond.
pub async fn page(
    database: &Database,
    pass: ManagerPass<'_>,
    filter: &QueueFilter,
    done: Option<Reference>,
    now: i64,
) -> Result<QueuePage> {
    let mut tx = database.read().await?;
    let counts: Vec<(String, Count)> =
        asking!(sqlx::query_as(COUNTS), pass, filter, None::<String>).fetch_all(&mut *tx).await?;
    let counts = counts.into_iter().map(|(state, count)| Ok((value("submission", &"state", &state)?, count.into())));
    let counts: Vec<(QueueState, u32)> = counts.collect::<Result<_>>()?;
    let is_shown = |state: QueueState| filter.state.map_or(state != QueueState::Decided, |only| only == state);
    let total = counts.iter().filter(|(state, _)| is_shown(*state)).map(|(_, count)| count).sum();
    let pages = pages(total, QueueFilter::PAGE);
    let page = filter.page.clamp(1, pages);
    let rows: Vec<LineRow> = asking!(sqlx::query_as(PAGE), pass, filter, None::<String>)
        .bind(filter.state.map(QueueState::name))
        .bind(Count(QueueFilter::PAGE))
        .bind(Count((page - 1) * QueueFilter::PAGE))
        .fetch_all(&mut *tx)
        .await?;
    let lines = rows.into_iter().map(|row| row.line(now)).collect::<Result<_>>()?;
    let done = match done {
        Some(reference) => one(&mut tx, pass, reference, now).await?,
        None => None,
    };
    Ok(QueuePage { lines, page, pages, counts, done })
}

async fn one(
    conn: &mut AnyConnection,
    pass: ManagerPass<'_>,
    reference: Reference,
    now: i64,
) -> Result<Option<QueueLine>> {
    let all = QueueFilter::default();
    let row: Option<LineRow> =
        asking!(sqlx::query_as(ONE), pass, all, Some(reference.to_string())).fetch_optional(conn).await?;
    row.map(|row| row.line(now)).transpose()
}
