//! Moving a database from a file of SQLite to a PostgreSQL server: every row of every table, in one transaction, and
//! read back before that is committed.

use super::{
    Address, Database,
    backup::{self, BackupError},
    checking::{self, CheckError},
    open::OpenError,
    postgres,
    transfer_text::{Kind, Line, same},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection, sqlite::SqliteRow};
use std::path::Path;
use tokio_stream::StreamExt;
use url::Url;

/// Why a database was not moved. Nothing has changed then, apart from tables that were made where there were none.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Check(#[from] CheckError),
    #[error(transparent)]
    Hold(#[from] BackupError),
    #[error("{0} is not sound, so it is not moved: see fyrfalt check")]
    Unsound(String),
    #[error("{0} has accounts or entries already: name a database that is empty")]
    NotEmpty(String),
    #[error("the table {0} is not the same as in this program: it is not known how to move it")]
    Unknown(String),
    #[error("a row of {table} did not arrive as it was: {row}")]
    Differs { table: String, row: String },
    #[error("the file cannot be read: {0}")]
    Source(sqlx::Error),
    #[error("{0} cannot be written: {1}")]
    Target(String, sqlx::Error),
}

type Result<T> = std::result::Result<T, TransferError>;

/// A table that has been moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub table: String,
    pub rows: u64,
}

/// Moves all of a database that nobody uses into an empty one, and tells of each table once it is there. The file stays
/// as it is.
///
/// # Errors
/// When either is not as it must be, or something does not arrive as it was.
pub async fn transfer(file: &Path, server: &Url, mut tell: impl FnMut(&Moved)) -> Result<Vec<Moved>> {
    let address = Address::Postgres(server.clone());
    let shown = address.to_string();
    if !checking::check(&Address::from(file)).await?.faults.is_empty() {
        return Err(TransferError::Unsound(file.display().to_string()));
    }
    // Held until all of it is there: what was written meanwhile would be lost.
    let mut source = backup::hold(file).await?;
    Database::open_or_make(address).await?.close().await;
    let failed = |error| TransferError::Target(shown.clone(), error);
    let mut conn = PgConnection::connect(server.as_str()).await.map_err(failed)?;
    let mut tx = conn.begin().await.map_err(failed)?;
    sqlx::query(postgres::TAKE_TURN).execute(&mut *tx).await.map_err(failed)?;
    if !is_empty(&mut tx).await.map_err(failed)? {
        return Err(TransferError::NotEmpty(shown));
    }
    let tables = tables(&mut tx).await.map_err(failed)?;
    let mut moved = Vec::with_capacity(tables.len());
    clear(&mut tx, &tables).await.map_err(failed)?;
    for table in &tables {
        table.is_in(&mut source).await?;
        let rows = table.copy(&mut source, &mut tx).await.map_err(|error| error.or_target(&shown))?;
        table.compare(&mut source, &mut tx).await.map_err(|error| error.or_target(&shown))?;
        table.count_on(&mut tx).await.map_err(failed)?;
        let one = Moved { table: table.name.clone(), rows };
        tell(&one);
        moved.push(one);
    }
    open_for_use(&mut tx, &tables).await.map_err(failed)?;
    tx.commit().await.map_err(failed)?;
    // So that the first questions are answered as quickly as later ones.
    sqlx::query("ANALYZE").execute(&mut conn).await.map_err(failed)?;
    // What there is to say has been said: closing changes nothing.
    let _ = (conn.close().await, source.close().await);
    Ok(moved)
}

async fn is_empty(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM entry) AND NOT EXISTS (SELECT 1 FROM account)")
        .fetch_one(conn)
        .await
}

/// A table at the server, which one of the file's is copied to.
struct Table {
    name: String,
    columns: Vec<Column>,
}

#[derive(sqlx::FromRow)]
struct Column {
    name: String,
    #[sqlx(try_from = "String")]
    kind: Kind,
    /// Counts by itself.
    is_identity: bool,
    is_key: bool,
}

/// What instances tell each other is not in a file.
const TABLES: &str = "SELECT relname::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        AND relname NOT IN ('_sqlx_migrations', 'revision', 'rate')
    ORDER BY oid";

const COLUMNS: &str =
    "SELECT attname::text AS name, format_type(atttypid, NULL) AS kind, attidentity <> '' AS is_identity,
        EXISTS (SELECT 1 FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY (indkey)) AS is_key
    FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum";

/// Every table in the order in which they were made: each refers only to those before it.
async fn tables(conn: &mut PgConnection) -> sqlx::Result<Vec<Table>> {
    let names: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut *conn).await?;
    let mut tables = Vec::with_capacity(names.len());
    for name in names {
        let columns = sqlx::query_as(COLUMNS).bind(&name).fetch_all(&mut *conn).await?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

/// Empties the tables of what stands in new ones, and keeps their triggers from taking what is copied for something
/// new.
async fn clear(conn: &mut PgConnection, tables: &[Table]) -> sqlx::Result<()> {
    for Table { name, .. } in tables {
        run(conn, format!("ALTER TABLE {name} DISABLE TRIGGER USER")).await?;
    }
    for Table { name, .. } in tables.iter().rev() {
        run(conn, format!("DELETE FROM {name}")).await?;
    }
    Ok(())
}

/// Lets the triggers work again, and tells instances that run already.
async fn open_for_use(conn: &mut PgConnection, tables: &[Table]) -> sqlx::Result<()> {
    for Table { name, .. } in tables {
        run(conn, format!("ALTER TABLE {name} ENABLE TRIGGER USER")).await?;
    }
    run(conn, "UPDATE revision SET number = number + 1".to_owned()).await?;
    run(conn, format!("NOTIFY {}", postgres::CHANNEL)).await
}

async fn run(conn: &mut PgConnection, statement: String) -> sqlx::Result<()> {
    sqlx::query(AssertSqlSafe(statement)).execute(conn).await?;
    Ok(())
}

/// What went wrong with a table, on which side of it.
enum Side {
    Target(sqlx::Error),
    Other(TransferError),
}

impl Side {
    fn or_target(self, shown: &str) -> TransferError {
        match self {
            Self::Target(error) => TransferError::Target(shown.to_owned(), error),
            Self::Other(error) => error,
        }
    }
}

fn source(error: sqlx::Error) -> Side {
    Side::Other(TransferError::Source(error))
}

impl Table {
    fn list(&self) -> String {
        self.columns.iter().map(|column| &*column.name).collect::<Vec<_>>().join(", ")
    }

    /// An order in which both sides have the rows: by their key, or by all that is in them. Texts are ordered by their
    /// bytes on both.
    fn order(&self) -> String {
        let has_key = self.columns.iter().any(|column| column.is_key);
        let by = self.columns.iter().filter(|column| column.is_key || !has_key);
        by.map(|column| format!("{} NULLS FIRST", column.name)).collect::<Vec<_>>().join(", ")
    }

    fn select(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY {}", self.list(), self.name, self.order())
    }

    /// Whether the file has the table with the same columns.
    async fn is_in(&self, source: &mut SqliteConnection) -> Result<()> {
        let known: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1) ORDER BY name")
            .bind(&self.name)
            .fetch_all(source)
            .await
            .map_err(TransferError::Source)?;
        // The file numbers rows by itself.
        let mut columns: Vec<_> =
            self.columns.iter().map(|column| &*column.name).filter(|name| *name != "rowid").collect();
        columns.sort_unstable();
        if known == columns { Ok(()) } else { Err(TransferError::Unknown(self.name.clone())) }
    }

    /// Adds a row of the file to what is written for the server.
    fn write(&self, row: &SqliteRow, lines: &mut Line) -> sqlx::Result<()> {
        for (place, column) in self.columns.iter().enumerate() {
            lines.push(row.try_get_raw(place)?, column.kind)?;
        }
        lines.end();
        Ok(())
    }

    async fn copy(&self, from: &mut SqliteConnection, to: &mut PgConnection) -> std::result::Result<u64, Side> {
        /// How much is sent at a time, in bytes.
        const HANDFUL: usize = 1 << 20;
        let into = format!("COPY {} ({}) FROM STDIN", self.name, self.list());
        let mut target = to.copy_in_raw(&into).await.map_err(Side::Target)?;
        let mut rows = sqlx::query(AssertSqlSafe(self.select())).fetch(from);
        let mut lines = Line::default();
        while let Some(row) = rows.next().await {
            row.and_then(|row| self.write(&row, &mut lines)).map_err(source)?;
            if lines.bytes().len() >= HANDFUL {
                target.send(lines.take()).await.map_err(Side::Target)?;
            }
        }
        target.send(lines.take()).await.map_err(Side::Target)?;
        target.finish().await.map_err(Side::Target)
    }

    /// Reads both sides and compares them, row by row and value by value.
    async fn compare(&self, from: &mut SqliteConnection, to: &mut PgConnection) -> std::result::Result<(), Side> {
        let differs = |line: &[u8]| {
            let row = String::from_utf8_lossy(line).chars().take(200).collect();
            Side::Other(TransferError::Differs { table: self.name.clone(), row })
        };
        let kinds: Vec<Kind> = self.columns.iter().map(|column| column.kind).collect();
        let mut rows = sqlx::query(AssertSqlSafe(self.select())).fetch(from);
        let mut arrived =
            to.copy_out_raw(&format!("COPY ({}) TO STDOUT", self.select())).await.map_err(Side::Target)?;
        // Each piece that arrives is one row.
        while let Some(piece) = arrived.next().await {
            let piece = piece.map_err(Side::Target)?;
            let Some(row) = rows.next().await else { return Err(differs(&piece)) };
            let mut line = Line::default();
            row.and_then(|row| self.write(&row, &mut line)).map_err(source)?;
            if !same(line.bytes(), &piece, &kinds) {
                return Err(differs(line.bytes()));
            }
        }
        match rows.next().await {
            None => Ok(()),
            Some(Ok(_)) => Err(differs(b"the last one is missing")),
            Some(Err(error)) => Err(source(error)),
        }
    }

    /// Lets what counts by itself go on where the file was.
    async fn count_on(&self, conn: &mut PgConnection) -> sqlx::Result<()> {
        let Self { name, columns } = self;
        for Column { name: column, .. } in columns.iter().filter(|column| column.is_identity) {
            let statement = format!(
                "SELECT setval(pg_get_serial_sequence('{name}', '{column}'), max({column})) FROM {name} HAVING count(*) > 0"
            );
            run(conn, statement).await?;
        }
        Ok(())
    }
}
