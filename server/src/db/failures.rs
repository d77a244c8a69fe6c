//! Slowing down whoever guesses passwords: after some failures each further try must wait, longer and longer. It is
//! kept in the database, so that a restart does not forget it.

use super::Result;
use crate::secret::{self, Hash};
use domain::text::Email;
use sqlx::AnyConnection;

/// What failures are counted for.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'of> {
    /// An address that somebody tries to sign in with, whether it has an account or not.
    Address(&'of Email),
    /// A client. Many people may share one, so it may fail more often.
    Client(&'of str),
}

impl Subject<'_> {
    /// Neither addresses nor clients are readable in the table.
    fn hash(self) -> Hash {
        match self {
            Self::Address(email) => secret::hash("fyrfalt failing address", email),
            Self::Client(client) => secret::hash("fyrfalt failing client", client),
        }
    }

    const fn free_failures(self) -> i64 {
        match self {
            Self::Address(_) => 5,
            Self::Client(_) => 25,
        }
    }
}

const FIRST_WAIT: i64 = 15;
const LONGEST_WAIT: i64 = 15 * 60;
/// Failures older than this are forgotten.
const MEMORY: i64 = 12 * 60 * 60;

/// How long to wait after so many failures: not at all up to the free ones, then twice as long each time.
fn wait(failures: i64, free: i64) -> i64 {
    match failures - free {
        past if past < 0 => 0,
        past if past < 6 => (FIRST_WAIT << past).min(LONGEST_WAIT),
        _ => LONGEST_WAIT,
    }
}

/// Counts a try as failed before it is made, unless it must wait: then it gives the seconds, and counts nothing. Tries
/// made at the same time cannot slip past the count.
pub async fn count(conn: &mut AnyConnection, subjects: &[Subject<'_>], at: i64) -> Result<Option<i64>> {
    sqlx::query("DELETE FROM sign_in_failure WHERE last_at <= $1").bind(at - MEMORY).execute(&mut *conn).await?;
    let mut longest = 0;
    for subject in subjects {
        let row: Option<(i64, i64)> =
            sqlx::query_as("SELECT failures, last_at FROM sign_in_failure WHERE subject = $1")
                .bind(&subject.hash()[..])
                .fetch_optional(&mut *conn)
                .await?;
        if let Some((failures, last_at)) = row {
            longest = longest.max(last_at + wait(failures, subject.free_failures()) - at);
        }
    }
    if longest > 0 {
        return Ok(Some(longest));
    }
    for subject in subjects {
        sqlx::query(
            "INSERT INTO sign_in_failure (subject, failures, last_at) VALUES ($1, 1, $2)
            ON CONFLICT (subject) DO UPDATE SET failures = sign_in_failure.failures + 1, last_at = excluded.last_at",
        )
        .bind(&subject.hash()[..])
        .bind(at)
        .execute(&mut *conn)
        .await?;
    }
    Ok(None)
}

/// Takes back what [`count`] counted, for a try that succeeded: the address starts afresh, the client is as before.
pub async fn forgive(conn: &mut AnyConnection, email: &Email, client: &str) -> Result<()> {
    sqlx::query("DELETE FROM sign_in_failure WHERE subject = $1")
        .bind(&Subject::Address(email).hash()[..])
        .execute(&mut *conn)
        .await?;
    let client = Subject::Client(client).hash();
    sqlx::query("DELETE FROM sign_in_failure WHERE subject = $1 AND failures = 1")
        .bind(&client[..])
        .execute(&mut *conn)
        .await?;
    sqlx::query("UPDATE sign_in_failure SET failures = failures - 1 WHERE subject = $1")
        .bind(&client[..])
        .execute(conn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let waits: Vec<_> = (3..14).map(|failures| wait(failures, 5)).collect();
        assert_eq!(waits, [0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]);
    }
}
