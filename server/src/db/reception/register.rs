//! The registrar's list of what has come in.

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
    day::Day,
    reception::{
        queue::pages,
        register::{RegisterFilter, RegisterLine, RegisterOpen, RegisterPage},
    },
};
use sqlx::FromRow;

/// What a filter finds, of what the manager may see: 1 the account of a manager of some units, 2 and 3 instants from
/// and before which it came, 4 a board.
macro_rules! found {
    () => {
        "FROM submission JOIN entry ON entry.reference = submission.reference
            LEFT JOIN outcome ON outcome.submission = submission.reference
        WHERE ($1 IS NULL OR EXISTS (SELECT 1 FROM entry_unit
                JOIN account_unit ON account_unit.unit = entry_unit.unit
                WHERE entry_unit.entry = submission.reference AND account_unit.account = $1))
            AND ($2 IS NULL OR arrived_at >= $2) AND ($3 IS NULL OR arrived_at < $3) AND ($4 IS NULL OR board = $4) "
    };
}

const COUNT: &str = concat!("SELECT count(*) ", found!());

const LINES: &str = concat!(
    "SELECT submission.reference, arrived_at, board, diary_number, kind, is_secret, title_sv, title_en, sender_name, ",
    decision_columns!(),
    " ",
    found!(),
    "ORDER BY arrived_at, submission.reference LIMIT $5 OFFSET $6"
);

#[derive(FromRow)]
struct LineRow {
    reference: String,
    arrived_at: i64,
    board: String,
    diary_number: Option<String>,
    kind: String,
    #[sqlx(try_from = "Flag")]
    is_secret: bool,
    title_sv: String,
    title_en: Option<String>,
    sender_name: Option<String>,
    #[sqlx(flatten)]
    decided: DecisionRow,
}

impl LineRow {
    fn line(self) -> Result<RegisterLine> {
        let key = &self.reference;
        let open = if self.is_secret {
            None
        } else {
            Some(RegisterOpen {
                title: title("entry", key, &self.title_sv, self.title_en.as_deref())?,
                sender: self.sender_name.map(|name| value("submission", key, &name)).transpose()?,
            })
        };
        Ok(RegisterLine {
            reference: reference("submission", key)?,
            arrived: clock::arrival(self.arrived_at),
            board: value("entry", key, &self.board)?,
            diary_number: self.diary_number.map(|number| value("submission", key, &number)).transpose()?,
            kind: value("submission", key, &self.kind)?,
            is_secret: self.is_secret,
            open,
            decision: self.decided.decision(key)?,
        })
    }
}

/// How much of the register is read.
#[derive(Clone, Copy, Debug)]
pub enum Extract {
    Page,
    Whole,
}

/// A page of what a filter finds for the manager's units, or all of it; the last page where it is beyond.
pub async fn read(
    database: &Database,
    pass: ManagerPass<'_>,
    filter: &RegisterFilter,
    extract: Extract,
) -> Result<RegisterPage> {
    let of_own_units = pass.units().map(|_| pass.account().id);
    let midnight = |day: Day| clock::instant(&format!("{day}T00:00"));
    let (from, before) = (filter.from.and_then(midnight), filter.to.and_then(|day| midnight(day.later(1))));
    let board = filter.board.as_ref().map(ToString::to_string);
    let mut tx = database.read().await?;
    let Count(total) =
        sqlx::query_scalar(COUNT).bind(of_own_units).bind(from).bind(before).bind(&board).fetch_one(&mut *tx).await?;
    let (page, pages, most) = match extract {
        Extract::Whole => (1, 1, total),
        Extract::Page => {
            let pages = pages(total, RegisterFilter::PAGE);
            (filter.page.clamp(1, pages), pages, RegisterFilter::PAGE)
        }
    };
    let rows: Vec<LineRow> = sqlx::query_as(LINES)
        .bind(of_own_units)
        .bind(from)
        .bind(before)
        .bind(&board)
        .bind(Count(most))
        .bind(Count((page - 1) * most))
        .fetch_all(&mut *tx)
        .await?;
    Ok(RegisterPage { lines: rows.into_iter().map(LineRow::line).collect::<Result<_>>()?, total, page, pages })
}
