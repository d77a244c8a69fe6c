//! What administrators do with accounts, and people with their own.

use super::values::Flag;
use super::{
    Database, Result,
    accounts::{self, AccountRow, NO_PASSWORD, account_columns},
    followings, kept_forms, links, outbox, sessions,
};
use crate::clock;
use domain::{
    access::{AccountPass, AdministratorPass, RoleName},
    person::{Deed, DeedKind, OwnAccount, Person, PersonChanged, PersonFacts, PersonRecord, State},
};
use serde_json::{Value, json};
use sqlx::{AnyConnection, FromRow};

#[derive(FromRow)]
struct PersonRow {
    #[sqlx(flatten)]
    account: AccountRow,
    #[sqlx(try_from = "Flag")]
    has_password: bool,
    #[sqlx(try_from = "Flag")]
    signs_in_elsewhere: bool,
    #[sqlx(try_from = "Flag")]
    disabled: bool,
    #[sqlx(try_from = "Flag")]
    erased: bool,
    seen_at: Option<i64>,
}

const PEOPLE: &str = concat!(
    "SELECT ",
    account_columns!(),
    ", password_hash <> '!' AS has_password, subject IS NOT NULL AS signs_in_elsewhere, disabled_at IS NOT NULL AS disabled, erased_at IS NOT NULL AS erased,
    (SELECT max(seen_at) FROM session WHERE session.account = account.id) AS seen_at
    FROM account WHERE ($1 IS NULL OR account.id = $1) ORDER BY erased, account.name, account.id"
);

impl PersonRow {
    async fn into_person(self, conn: &mut AnyConnection) -> Result<Person> {
        let state = match (self.erased, self.disabled, self.has_password || self.signs_in_elsewhere) {
            (true, _, _) => State::Erased,
            (_, true, _) => State::Disabled,
            (_, _, false) => State::Invited,
            _ => State::InUse,
        };
        Ok(Person {
            account: self.account.with_units(conn).await?,
            state,
            signs_in_elsewhere: self.signs_in_elsewhere,
            seen: self.seen_at.map(clock::arrival),
        })
    }
}

/// Everybody, by name; those who have been erased last.
pub async fn all(database: &Database, _: AdministratorPass<'_>) -> Result<Vec<Person>> {
    let mut tx = database.read().await?;
    let rows: Vec<PersonRow> = sqlx::query_as(PEOPLE).bind(None::<i64>).fetch_all(&mut *tx).await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        people.push(row.into_person(&mut tx).await?);
    }
    Ok(people)
}

/// One person, with what was done with the account.
pub async fn one(database: &Database, _: AdministratorPass<'_>, id: i64) -> Result<Option<PersonRecord>> {
    let mut tx = database.read().await?;
    let Some(row) = sqlx::query_as::<_, PersonRow>(PEOPLE).bind(id).fetch_optional(&mut *tx).await? else {
        return Ok(None);
    };
    let person = row.into_person(&mut tx).await?;
    Ok(Some(PersonRecord { person, deeds: deeds(&mut tx, id).await? }))
}

async fn deeds(conn: &mut AnyConnection, id: i64) -> Result<Vec<Deed>> {
    let rows: Vec<(i64, Option<String>, String)> = sqlx::query_as(
        "SELECT done_at, account.name, what FROM account_deed LEFT JOIN account ON account.id = done_by
        WHERE account_deed.account = $1 ORDER BY account_deed.id DESC",
    )
    .bind(id)
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|(at, by, what)| {
            let what: DeedKind = super::record::value("account_deed", &id, &what)?;
            Ok(Deed { at: clock::arrival(at), by, what })
        })
        .collect()
}

/// Adds a person and gives the account's number and the token of the link to choose a password; none where the address
/// has an account.
pub async fn add(
    conn: &mut AnyConnection,
    pass: AdministratorPass<'_>,
    facts: &PersonFacts,
    at: i64,
) -> Result<Option<(i64, String)>> {
    let by = Some(pass.account().id);
    let Some(id) = accounts::add(conn, facts, NO_PASSWORD, by, at).await? else { return Ok(None) };
    Ok(Some((id, links::invite(conn, id, by, at).await?)))
}

/// Changes a person's name, address or role. Sessions go on, with what the new role may.
pub async fn change(
    conn: &mut AnyConnection,
    pass: AdministratorPass<'_>,
    id: i64,
    facts: &PersonFacts,
    at: i64,
) -> Result<PersonChanged> {
    if !is_there(conn, id).await? {
        return Ok(PersonChanged::Gone);
    }
    let Flag(taken) = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM account WHERE email = $1 AND id <> $2)")
        .bind(&*facts.email)
        .bind(id)
        .fetch_one(&mut *conn)
        .await?;
    if taken {
        return Ok(PersonChanged::EmailTaken);
    }
    if facts.role.name() != RoleName::Administrator && is_last_administrator(conn, id).await? {
        return Ok(PersonChanged::LastAdministrator);
    }
    accounts::set(conn, id, facts).await?;
    accounts::note(conn, id, Some(pass.account().id), at, DeedKind::Changed).await?;
    Ok(PersonChanged::Saved)
}

/// Makes a link to choose a password and gives its token; none where there is no such account in use.
pub async fn invite(conn: &mut AnyConnection, pass: AdministratorPass<'_>, id: i64, at: i64) -> Result<Option<String>> {
    if !is_in_use(conn, id).await? {
        return Ok(None);
    }
    links::invite(conn, id, Some(pass.account().id), at).await.map(Some)
}

/// Signs a person out everywhere.
pub async fn end_sessions(
    conn: &mut AnyConnection,
    pass: AdministratorPass<'_>,
    id: i64,
    at: i64,
) -> Result<PersonChanged> {
    if !is_there(conn, id).await? {
        return Ok(PersonChanged::Gone);
    }
    sessions::end_all(conn, id).await?;
    accounts::note(conn, id, Some(pass.account().id), at, DeedKind::SessionsEnded).await?;
    Ok(PersonChanged::Saved)
}

/// Disables an account, or lets a disabled one sign in again. What is so already stays so.
pub async fn set_disabled(
    conn: &mut AnyConnection,
    pass: AdministratorPass<'_>,
    id: i64,
    disabled: bool,
    at: i64,
) -> Result<PersonChanged> {
    if !is_there(conn, id).await? {
        return Ok(PersonChanged::Gone);
    }
    if is_in_use(conn, id).await? != disabled {
        return Ok(PersonChanged::Saved);
    }
    if disabled && is_last_administrator(conn, id).await? {
        return Ok(PersonChanged::LastAdministrator);
    }
    let by = Some(pass.account().id);
    if disabled {
        accounts::disable_one(conn, id, by, at).await?;
    } else {
        accounts::enable_one(conn, id, by, at).await?;
    }
    Ok(PersonChanged::Saved)
}

/// Takes a person's name and address away, also from what the person handed in while signed in. Every decision and
/// change that the account made stays, without saying whose it was.
pub async fn erase(conn: &mut AnyConnection, pass: AdministratorPass<'_>, id: i64, at: i64) -> Result<PersonChanged> {
    if !is_there(conn, id).await? {
        return Ok(PersonChanged::Gone);
    }
    if is_last_administrator(conn, id).await? {
        return Ok(PersonChanged::LastAdministrator);
    }
    sessions::forget_all(conn, id).await?;
    links::spend_all(conn, id, at).await?;
    kept_forms::forget_all(conn, id).await?;
    for email in addresses(conn, id).await? {
        followings::forget(conn, &email).await?;
    }
    sqlx::query(
        "UPDATE account SET email = 'erased-' || id || '@erased.invalid', name = 'Raderad person', password_hash = '!',
        issuer = NULL, subject = NULL, disabled_at = coalesce(disabled_at, $2), erased_at = $2 WHERE id = $1",
    )
    .bind(id)
    .bind(at)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE submission SET naming = 'anonymous', sender_name = NULL, sender_email = NULL WHERE submitted_by = $1",
    )
    .bind(id)
    .execute(&mut *conn)
    .await?;
    accounts::note(conn, id, Some(pass.account().id), at, DeedKind::Erased).await?;
    Ok(PersonChanged::Saved)
}

/// The addresses of a person: the account's own, and those given with what was handed in.
async fn addresses(conn: &mut AnyConnection, id: i64) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT email FROM account WHERE id = $1
        UNION SELECT sender_email FROM submission WHERE submitted_by = $1 AND sender_email IS NOT NULL
        UNION SELECT email FROM following WHERE account = $1",
    )
    .bind(id)
    .fetch_all(conn)
    .await?)
}

/// Everything that is kept of a person: the account, its sessions, what was done with it, what it handed in, said,
/// decided and changed, what it follows and what was mailed to it.
pub async fn export(conn: &mut AnyConnection, id: i64, by: i64, at: i64) -> Result<Option<Value>> {
    let Some(row) = sqlx::query_as::<_, PersonRow>(PEOPLE).bind(id).fetch_optional(&mut *conn).await? else {
        return Ok(None);
    };
    accounts::note(conn, id, Some(by), at, DeedKind::Exported).await?;
    let person = row.into_person(conn).await?;
    let deeds = deeds(conn, id).await?;
    let sessions: Vec<(Option<String>, i64, i64)> =
        sqlx::query_as("SELECT agent, created_at, seen_at FROM session WHERE account = $1 ORDER BY created_at")
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    let submissions: Vec<(String, i64, Option<String>, Option<String>)> = sqlx::query_as(
        "SELECT reference, arrived_at, sender_name, sender_email FROM submission WHERE submitted_by = $1
        ORDER BY arrived_at",
    )
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    let events: Vec<(String, i64, String)> =
        sqlx::query_as("SELECT entry, happened_at, what FROM event WHERE account = $1 ORDER BY id")
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    let moves: Vec<(String, String, String, String, Option<String>)> = sqlx::query_as(
        "SELECT entry, moved_on, from_standing, to_standing, why FROM move WHERE account = $1 ORDER BY id",
    )
    .bind(id)
    .fetch_all(&mut *conn)
    .await?;
    let targets: Vec<(String, String)> =
        sqlx::query_as("SELECT holds_from, reason FROM target_mix WHERE account = $1 ORDER BY id")
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    let mut followings: Vec<Value> = Vec::new();
    let mut mails: Vec<Value> = Vec::new();
    for email in addresses(conn, id).await? {
        followings.extend(followings::exported(conn, &email).await?);
        mails.extend(outbox::exported(conn, &email).await?);
    }
    let comments: Vec<(String, i64, String, String)> =
        sqlx::query_as("SELECT entry, said_at, said, state FROM comment WHERE account = $1 ORDER BY id")
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    let assignments: Vec<(String, i64, Option<String>, Option<String>)> =
        sqlx::query_as("SELECT entry, assigned_at, next_step, due FROM assignment WHERE person = $1 ORDER BY id")
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    let same_needs: Vec<(String, i64)> =
        sqlx::query_as("SELECT entry, said_at FROM same_need WHERE account = $1 ORDER BY said_at")
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    let files: Vec<(String, i64, String)> =
        sqlx::query_as("SELECT entry, added_at, name FROM file WHERE account = $1 ORDER BY added_at")
            .bind(id)
            .fetch_all(&mut *conn)
            .await?;
    let moment = |at: i64| json!(clock::arrival(at));
    Ok(Some(json!({
        "account": person,
        "deeds": deeds,
        "sessions": sessions.into_iter().map(|(agent, began, seen)| json!({
            "browser": agent, "began": moment(began), "seen": moment(seen)
        })).collect::<Vec<_>>(),
        "submissions": submissions.into_iter().map(|(reference, arrived, name, email)| json!({
            "reference": reference, "arrived": moment(arrived), "name": name, "email": email
        })).collect::<Vec<_>>(),
        "events": events.into_iter().map(|(entry, happened, what)| json!({
            "entry": entry, "at": moment(happened), "what": what
        })).collect::<Vec<_>>(),
        "moves": moves.into_iter().map(|(entry, on, from, to, why)| json!({
            "entry": entry, "on": on, "from": from, "to": to, "why": why
        })).collect::<Vec<_>>(),
        "followings": followings,
        "mails": mails,
        "comments": comments.into_iter().map(|(entry, said, text, state)| json!({
            "entry": entry, "at": moment(said), "said": text, "state": state
        })).collect::<Vec<_>>(),
        "same_needs": same_needs.into_iter().map(|(entry, said)| json!({
            "entry": entry, "at": moment(said)
        })).collect::<Vec<_>>(),
        "files": files.into_iter().map(|(entry, added, name)| json!({
            "entry": entry, "at": moment(added), "name": name
        })).collect::<Vec<_>>(),
        "assignments": assignments.into_iter().map(|(entry, assigned, step, due)| json!({
            "entry": entry, "at": moment(assigned), "next_step": step, "due": due
        })).collect::<Vec<_>>(),
        "target_mixes": targets.into_iter().map(|(from, reason)| json!({
            "from": from, "reason": reason
        })).collect::<Vec<_>>(),
    })))
}

/// One's own account.
pub async fn own(database: &Database, pass: AccountPass<'_>) -> Result<OwnAccount> {
    let id = pass.account().id;
    let has_password = password_hash(&mut *database.reader.acquire().await?, id).await?.is_some();
    Ok(OwnAccount { has_password, sessions: sessions::list(database, id, clock::now()).await? })
}

/// The hash of an account's password, where it has one.
pub async fn password_hash(conn: &mut AnyConnection, id: i64) -> Result<Option<String>> {
    let kept: Option<String> =
        sqlx::query_scalar("SELECT password_hash FROM account WHERE id = $1").bind(id).fetch_optional(conn).await?;
    Ok(kept.filter(|hash| hash != NO_PASSWORD))
}

/// Sets an account's password; its links no longer work. Whoever calls ends the sessions that should not go on.
pub async fn set_password(conn: &mut AnyConnection, id: i64, hash: &str, by: i64, at: i64) -> Result<()> {
    sqlx::query("UPDATE account SET password_hash = $2 WHERE id = $1").bind(id).bind(hash).execute(&mut *conn).await?;
    links::spend_all(conn, id, at).await?;
    accounts::note(conn, id, Some(by), at, DeedKind::PasswordSet).await
}

async fn is_there(conn: &mut AnyConnection, id: i64) -> Result<bool> {
    let Flag(found) = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM account WHERE id = $1 AND erased_at IS NULL)")
        .bind(id)
        .fetch_one(conn)
        .await?;
    Ok(found)
}

async fn is_in_use(conn: &mut AnyConnection, id: i64) -> Result<bool> {
    let Flag(found) = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM account WHERE id = $1 AND erased_at IS NULL AND disabled_at IS NULL)",
    )
    .bind(id)
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// Whether an account administers, and nobody else could in its place.
async fn is_last_administrator(conn: &mut AnyConnection, id: i64) -> Result<bool> {
    let Flag(administers) = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM account WHERE id = $1 AND administers AND disabled_at IS NULL)",
    )
    .bind(id)
    .fetch_one(&mut *conn)
    .await?;
    Ok(administers && !accounts::has_administrator(conn, Some(id)).await?)
}
