//! The demo: a portfolio to look around in, with an account for each role, whose password is public.

mod content;

pub use content::{DemoEntry, DemoSubmission, DemoTarget, entries, submissions, targets};

use crate::{
    clock,
    db::{
        Database, accounts,
        changes::{self, Made},
        history::{self, Happening},
        incoming::{Incoming, Prepared},
        insert::{self, Entrance},
        meta::{self, Filled},
        submissions as receiving, targets as mixes,
    },
    passwords, secret,
};
use anyhow::{Context, anyhow};
use app::settings::{DEMO_ACCOUNTS, DEMO_PASSWORD, DEMO_UNIT, DemoAccount};
use domain::{
    access::{Role, RoleName, Units},
    change::ChangeKind,
    language::Language,
    person::PersonFacts,
    taxonomy::Taxonomies,
    text::Email,
};
use sqlx::AnyConnection;

/// What a server shows of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    No,
    Demo,
    /// The demo was asked for, but the database has entries of its own and was left alone.
    NotFilled,
}

impl Show {
    pub fn is_demo(self) -> bool {
        self == Self::Demo
    }
}

/// Fills an empty database with the demo where that is `wanted`. A database that the demo once filled has its accounts
/// only while the demo is wanted: their password is public.
///
/// # Errors
/// When the database fails or the demo breaks a rule.
pub async fn prepare(database: &Database, wanted: bool) -> anyhow::Result<Show> {
    let filled = {
        let mut tx = database.read().await?;
        meta::filled(&mut tx).await?
    };
    match (wanted, filled) {
        (true, Filled::Not) => {
            fill(database).await.context("the demo cannot be filled in")?;
            Ok(Show::Demo)
        }
        (true, Filled::Demo) => {
            admit(database).await?;
            Ok(Show::Demo)
        }
        (true, Filled::People) => Ok(Show::NotFilled),
        (false, Filled::Demo) => {
            dismiss(database).await?;
            tracing::warn!("this database was filled by --demo; without it the demo's accounts are disabled");
            Ok(Show::No)
        }
        (false, _) => Ok(Show::No),
    }
}

/// Lets the demo's accounts sign in. A demo that an earlier program filled gets those that have come since.
async fn admit(database: &Database) -> anyhow::Result<()> {
    let known = accounts::list(database).await?;
    let is_missing = |account: &DemoAccount| !known.iter().any(|(known, _)| known.email == account.email);
    let missing: Vec<_> = DEMO_ACCOUNTS.into_iter().filter(is_missing).collect();
    // Hashing is slow on purpose: not at every start.
    let password_hash =
        if missing.is_empty() { String::new() } else { passwords::hash(DEMO_PASSWORD.to_owned()).await? };
    let mut tx = database.begin().await?;
    for account in missing {
        accounts::add(&mut tx, &facts(account)?, &password_hash, None, clock::now()).await?;
    }
    for account in DEMO_ACCOUNTS {
        accounts::enable(&mut tx, &Email::parse(account.email)?, clock::now()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Lets the demo's accounts sign in no longer.
async fn dismiss(database: &Database) -> anyhow::Result<()> {
    let mut tx = database.begin().await?;
    for account in DEMO_ACCOUNTS {
        accounts::disable(&mut tx, &Email::parse(account.email)?, clock::now()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// All or nothing, so that a demo cut short is filled anew at the next start.
async fn fill(database: &Database) -> anyhow::Result<()> {
    let password_hash = passwords::hash(DEMO_PASSWORD.to_owned()).await?;
    let mut tx = database.begin().await?;
    if meta::filled(&mut tx).await? != Filled::Not {
        // Another instance was first.
        return Ok(());
    }
    for account in DEMO_ACCOUNTS {
        accounts::add(&mut tx, &facts(account)?, &password_hash, None, clock::now()).await?;
    }
    let taxonomies = crate::db::entries::taxonomies(&mut tx).await?;
    for entry in entries()? {
        fill_entry(&mut tx, &entry).await.with_context(|| entry.entry.reference.to_string())?;
    }
    for submission in submissions()? {
        fill_submission(&mut tx, submission, &taxonomies).await?;
    }
    for target in targets()? {
        fill_target(&mut tx, target).await?;
    }
    meta::note_demo(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

fn facts(account: DemoAccount) -> anyhow::Result<PersonFacts> {
    let role = match account.role {
        RoleName::Employee => Role::Employee,
        RoleName::UnitManager => Role::UnitManager(Units::new([DEMO_UNIT.parse()?]).context("no unit")?),
        RoleName::Manager => Role::Manager,
        RoleName::Administrator => Role::Administrator,
    };
    Ok(PersonFacts { email: Email::parse(account.email)?, name: account.name.parse()?, role })
}

async fn fill_entry(conn: &mut AnyConnection, DemoEntry { entry, moves }: &DemoEntry) -> anyhow::Result<()> {
    let published = clock::instant(&format!("{}T12:00", entry.created)).context("its day has no noon")?;
    insert::entry(conn, entry, Entrance::Published(published)).await?;
    insert::count_reference(conn, entry.reference).await?;
    history::note(conn, entry.reference, published, None, Happening::Published).await?;
    for step in moves {
        history::note_move(conn, entry.reference, step, None).await?;
    }
    // It has stood so since the day it last changed.
    let since = changes::since(&entry.updated.to_string()).context("its day has no midnight")?;
    changes::record(conn, entry.reference, Made::new(ChangeKind::Entered, None, since)).await?;
    Ok(())
}

/// As if the demo's manager had set it on the day it was decided.
async fn fill_target(conn: &mut AnyConnection, target: DemoTarget) -> anyhow::Result<()> {
    let at = clock::instant(&target.set).with_context(|| format!("{} is no time", target.set))?;
    let chief =
        DEMO_ACCOUNTS.iter().find(|account| account.role == RoleName::Manager).context("the demo has no manager")?;
    let by: i64 =
        sqlx::query_scalar("SELECT id FROM account WHERE email = $1").bind(chief.email).fetch_one(&mut *conn).await?;
    let seen: i64 = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM target_mix").fetch_one(&mut *conn).await?;
    mixes::set(conn, &target.read(seen)?, by, at).await?;
    Ok(())
}

async fn fill_submission(
    conn: &mut AnyConnection,
    DemoSubmission { arrived, draft }: DemoSubmission,
    taxonomies: &Taxonomies,
) -> anyhow::Result<()> {
    let at = clock::instant(&arrived).with_context(|| format!("{arrived} is no time"))?;
    let submission = draft.check(taxonomies).map_err(|problems| anyhow!("{}: {problems:?}", draft.title))?;
    let incoming = Incoming { submission, key: secret::token()?.parse()?, by: None, language: Language::Swedish, at };
    receiving::receive(conn, &[Prepared::new(incoming)?]).await?;
    Ok(())
}
