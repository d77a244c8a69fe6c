//! Files beside entries, in the database itself.

use super::values::{Count, Flag};
use super::{
    Result, Store, entries, incoming, or_outage,
    record::{reference, value},
};
use crate::{clock, secret};
use app::backend::{FileActed, FileBackend, Outage, StoredFile};
use async_trait::async_trait;
use domain::{
    access::EntryPass,
    attachment::{
        Attachment, Description, FileAct, FileAdded, FileKind, FileState, Files, MOST_FILES, MOST_OF_A_SENDER, NewFile,
    },
    reference::Reference,
};
use sqlx::{AnyConnection, FromRow};

type Answered<T> = std::result::Result<T, Outage>;

#[async_trait]
impl FileBackend for Store {
    async fn files(&self, pass: EntryPass<'_>) -> Answered<Option<Files>> {
        let read = async {
            let mut tx = self.database().read().await?;
            let entry = pass.reference();
            let Some(found) = entries::any_one(&mut tx, entry).await? else { return Ok(None) };
            let files = of(&mut tx, entry, Seen::All).await?;
            let is_published = self.portfolio().card(entry).is_some();
            Ok(Some(Files { reference: entry, title: found.title, is_published, files }))
        };
        or_outage(read.await)
    }

    async fn add_file(&self, pass: EntryPass<'_>, new: &NewFile) -> Answered<FileAdded> {
        let (by, entry, new) = (pass.account().id, pass.reference(), new.clone());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let added = add(&mut tx, entry, &new, Some(by), clock::now()).await?;
            tx.commit().await?;
            store.renew().await;
            Ok(added)
        })
        .await
    }

    async fn send_file(&self, secret: &str, new: &NewFile) -> Answered<FileAdded> {
        let (secret, new) = (secret.to_owned(), new.clone());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let Some(entry) = waiting(&mut tx, &secret).await? else { return Ok(FileAdded::Gone) };
            let added = add(&mut tx, entry, &new, None, clock::now()).await?;
            tx.commit().await?;
            Ok(added)
        })
        .await
    }

    async fn describe_sent(&self, secret: &str, id: &str, description: &Description) -> Answered<bool> {
        let (secret, id, description) = (secret.to_owned(), id.to_owned(), description.clone());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let Some(entry) = waiting(&mut tx, &secret).await? else { return Ok(false) };
            let described = sqlx::query(
                "UPDATE file SET description = $3
                WHERE id = $1 AND entry = $2 AND account IS NULL AND state = 'waiting'",
            )
            .bind(&id)
            .bind(entry.to_string())
            .bind(&*description)
            .execute(&mut *tx)
            .await?;
            tx.commit().await?;
            Ok(described.rows_affected() > 0)
        })
        .await
    }

    async fn act_on_file(
        &self,
        pass: EntryPass<'_>,
        id: &str,
        act: FileAct,
        description: Option<&Description>,
    ) -> Answered<FileActed> {
        let (by, entry, id, description) = (pass.account().id, pass.reference(), id.to_owned(), description.cloned());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let acted = self::act(&mut tx, entry, &id, (act, description), (by, clock::now())).await?;
            tx.commit().await?;
            if acted == FileActed::Saved {
                store.renew().await;
            }
            Ok(acted)
        })
        .await
    }

    async fn file(&self, id: &str) -> Answered<Option<StoredFile>> {
        or_outage(one(self, id).await)
    }
}

#[derive(FromRow)]
struct FileRow {
    id: String,
    name: String,
    kind: String,
    description: Option<String>,
    width: Option<Count>,
    height: Option<Count>,
    #[sqlx(try_from = "Count")]
    size: u32,
    state: String,
    added_at: i64,
    #[sqlx(try_from = "Flag")]
    by_sender: bool,
}

/// Which files of an entry somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Those that everybody sees.
    Shown,
    /// Those that its sender attached.
    Sent,
    All,
}

/// The files of an entry, the oldest first.
pub async fn of(conn: &mut AnyConnection, entry: Reference, seen: Seen) -> Result<Vec<Attachment>> {
    let rows: Vec<FileRow> = sqlx::query_as(
        "SELECT id, name, kind, description, width, height, size, state, added_at, account IS NULL AS by_sender
        FROM file WHERE entry = $1 AND (NOT $2 OR state = 'shown') AND (NOT $3 OR account IS NULL)
        ORDER BY added_at, rowid",
    )
    .bind(entry.to_string())
    .bind(seen == Seen::Shown)
    .bind(seen == Seen::Sent)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let key = &row.id;
            Ok(Attachment {
                kind: value("file", key, &row.kind)?,
                description: row.description.map(|text| value("file", key, &text)).transpose()?,
                pixels: row.width.zip(row.height).map(|(width, height)| (width.into(), height.into())),
                size: row.size,
                state: value("file", key, &row.state)?,
                added: clock::arrival(row.added_at),
                by_sender: row.by_sender,
                name: row.name,
                id: row.id,
            })
        })
        .collect()
}

/// What a receipt's secret opens, while it waits for a decision.
async fn waiting(conn: &mut AnyConnection, secret: &str) -> Result<Option<Reference>> {
    let hash = incoming::receipt_hash(secret);
    let found: Option<String> = sqlx::query_scalar(
        "SELECT submission.reference FROM submission JOIN entry ON entry.reference = submission.reference
        WHERE receipt_hash = $1 AND decision = 'waiting'",
    )
    .bind(&hash[..])
    .fetch_optional(conn)
    .await?;
    found.map(|key| reference("submission", &key)).transpose()
}

async fn add(conn: &mut AnyConnection, entry: Reference, new: &NewFile, by: Option<i64>, at: i64) -> Result<FileAdded> {
    let (Count(all), Count(sent)) = sqlx::query_as(
        "SELECT count(*), count(*) FILTER (WHERE account IS NULL) FROM file WHERE entry = $1 AND state <> 'withdrawn'",
    )
    .bind(entry.to_string())
    .fetch_one(&mut *conn)
    .await?;
    if all >= MOST_FILES {
        return Ok(FileAdded::TooMany { most: MOST_FILES });
    }
    if by.is_none() && sent >= MOST_OF_A_SENDER {
        return Ok(FileAdded::TooMany { most: MOST_OF_A_SENDER });
    }
    let needs_words = new.kind.is_picture() && new.description.is_none();
    let state = if by.is_some() && !needs_words { FileState::Shown } else { FileState::Waiting };
    let mut id = [0; 16];
    getrandom::fill(&mut id)?;
    let id = secret::hex(&id);
    sqlx::query(
        "INSERT INTO file (id, entry, name, kind, description, width, height, size, state, added_at, account)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&id)
    .bind(entry.to_string())
    .bind(&new.name)
    .bind(new.kind.name())
    .bind(new.description.as_deref())
    .bind(new.pixels.map(|(width, _)| Count(width)))
    .bind(new.pixels.map(|(_, height)| Count(height)))
    .bind(Count(u32::try_from(new.bytes.len()).unwrap_or(u32::MAX)))
    .bind(state.name())
    .bind(at)
    .bind(by)
    .execute(&mut *conn)
    .await?;
    sqlx::query("INSERT INTO file_content (file, bytes) VALUES ($1, $2)")
        .bind(&id)
        .bind(&new.bytes)
        .execute(conn)
        .await?;
    Ok(FileAdded::Saved { id, state })
}

async fn act(
    conn: &mut AnyConnection,
    entry: Reference,
    id: &str,
    (act, description): (FileAct, Option<Description>),
    (by, at): (i64, i64),
) -> Result<FileActed> {
    let found: Option<(String, String, Option<String>)> =
        sqlx::query_as("SELECT state, kind, description FROM file WHERE id = $1 AND entry = $2")
            .bind(id)
            .bind(entry.to_string())
            .fetch_optional(&mut *conn)
            .await?;
    let Some((state, kind, before)) = found else { return Ok(FileActed::AsBefore) };
    let (state, kind): (FileState, FileKind) = (value("file", &id, &state)?, value("file", &id, &kind)?);
    let Some(to) = act.leads_to(state) else { return Ok(FileActed::AsBefore) };
    let has_words = description.is_some() || before.is_some();
    if kind.is_picture() && !has_words && (to == FileState::Shown || act == FileAct::Describe) {
        return Ok(FileActed::Undescribed);
    }
    sqlx::query(
        "UPDATE file SET state = $2, description = coalesce($3, description), decided_by = $4, decided_at = $5
        WHERE id = $1",
    )
    .bind(id)
    .bind(to.name())
    .bind(description.as_deref())
    .bind(by)
    .bind(at)
    .execute(conn)
    .await?;
    Ok(FileActed::Saved)
}

async fn one(store: &Store, id: &str) -> Result<Option<StoredFile>> {
    type Row = (String, String, String, Flag, Vec<u8>);
    let found: Option<Row> = sqlx::query_as(
        "SELECT entry, name, kind, state = 'shown' AND decision = 'published', bytes
        FROM file JOIN file_content ON file_content.file = file.id JOIN entry ON entry.reference = file.entry
        WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(&store.database().reader)
    .await?;
    let Some((entry, name, kind, Flag(is_public), bytes)) = found else { return Ok(None) };
    Ok(Some(StoredFile { entry: reference("file", &entry)?, name, kind: value("file", &id, &kind)?, is_public, bytes }))
}
