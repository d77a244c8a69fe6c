//! Accounts of those who sign in where the municipality does: made at the first sign-in, kept in step at each one
//! after.

use super::values::Flag;
use super::{Result, accounts, links, sessions};
use crate::sso::Identity;
use domain::{
    access::Role,
    person::{DeedKind, PersonFacts},
};
use sqlx::AnyConnection;

/// What became of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    Account(i64),
    /// The person's groups give no role.
    NoRole,
    /// Somebody else's account has the address, and the provider has not made sure that it is this person's.
    EmailTaken,
    Disabled,
}

/// The account of an identity, made where there is none, within the caller's transaction. Name, address and role follow
/// the provider.
pub async fn enter(conn: &mut AnyConnection, identity: &Identity, at: i64) -> Result<Entered> {
    let Identity { issuer, subject, name, email, role, .. } = identity;
    let known: Option<(i64, Flag)> = sqlx::query_as(
        "SELECT id, disabled_at IS NOT NULL FROM account WHERE issuer = $1 AND subject = $2 AND erased_at IS NULL",
    )
    .bind(issuer)
    .bind(subject)
    .fetch_optional(&mut *conn)
    .await?;
    if let Some((_, Flag(true))) = known {
        return Ok(Entered::Disabled);
    }
    let facts = |role: &Role| PersonFacts { email: email.clone(), name: name.clone(), role: role.clone() };
    let holder: Option<(i64, Flag, Flag)> =
        sqlx::query_as("SELECT id, disabled_at IS NOT NULL, subject IS NOT NULL FROM account WHERE email = $1")
            .bind(&**email)
            .fetch_optional(&mut *conn)
            .await?;
    let id = match (known, holder) {
        (Some((id, _)), Some((holder, ..))) if id != holder => return Ok(Entered::EmailTaken),
        (Some((id, _)), _) => Some(id),
        (None, Some((_, Flag(true), _))) => return Ok(Entered::Disabled),
        // An account that was made here is the person's, if the provider has made sure of the address.
        (None, Some((id, Flag(false), Flag(false)))) if identity.email_verified => Some(id),
        (None, Some(_)) => return Ok(Entered::EmailTaken),
        (None, None) => None,
    };
    let Some(role) = role else {
        // Whoever has lost the role there has lost it here.
        if let Some(id) = id {
            sessions::end_all(conn, id).await?;
        }
        return Ok(Entered::NoRole);
    };
    let id = match id {
        Some(id) => {
            if known.is_none() {
                // What opened the account before, a password or somebody's session, opens it no more.
                sqlx::query("UPDATE account SET password_hash = $2 WHERE id = $1")
                    .bind(id)
                    .bind(accounts::NO_PASSWORD)
                    .execute(&mut *conn)
                    .await?;
                sessions::end_all(conn, id).await?;
                links::spend_all(conn, id, at).await?;
            }
            follow(conn, id, &facts(role), at).await?;
            id
        }
        None => match accounts::add(conn, &facts(role), accounts::NO_PASSWORD, None, at).await? {
            Some(id) => id,
            None => return Ok(Entered::EmailTaken),
        },
    };
    sqlx::query("UPDATE account SET issuer = $2, subject = $3 WHERE id = $1")
        .bind(id)
        .bind(issuer)
        .bind(subject)
        .execute(&mut *conn)
        .await?;
    Ok(Entered::Account(id))
}

/// Brings an account in step with the provider; what is so already leaves no trace.
async fn follow(conn: &mut AnyConnection, id: i64, facts: &PersonFacts, at: i64) -> Result<()> {
    let now = accounts::facts(conn, id).await?;
    if now.as_ref() != Some(facts) {
        accounts::set(conn, id, facts).await?;
        accounts::note(conn, id, None, at, DeedKind::Changed).await?;
    }
    Ok(())
}
