//! What each client has used of its rates, where instances share a database: together they let nobody do more than one
//! alone would.
//!
//! By the generic cell rate algorithm, as each instance counts by itself: a client's wishes are laid end to end, each
//! as long as one takes to be allowed again, and a wish is refused where they would reach too far ahead.

use super::{Database, Result};
use crate::secret::Hash;
use governor::Quota;
use std::time::Duration;

/// The time is the database's: the clocks of instances may differ. Since 1970, in milliseconds.
macro_rules! now {
    () => {
        "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    };
}

const TAKE: &str = concat!(
    "INSERT INTO rate (subject, until) VALUES ($1, ",
    now!(),
    " + $2)
    ON CONFLICT (subject) DO UPDATE SET until = greatest(rate.until + $2, excluded.until)
        WHERE greatest(rate.until + $2, excluded.until) <= excluded.until - $2 + $3
    RETURNING until"
);

const WAIT: &str = concat!("SELECT until + $2 - $3 - ", now!(), " FROM rate WHERE subject = $1");

/// Counts a wish of the client, or of whatever is counted, that has this hash; gives how long to wait where it has none
/// left, and counts nothing then.
pub async fn take(database: &Database, subject: Hash, quota: Quota) -> Result<std::result::Result<(), Duration>> {
    let each = millis(quota.replenish_interval());
    let reach = each.saturating_mul(i64::from(quota.burst_size().get()));
    let asked = |sql| sqlx::query_scalar::<_, i64>(sql).bind(subject.to_vec()).bind(each).bind(reach);
    if asked(TAKE).fetch_optional(&database.writer).await?.is_some() {
        return Ok(Ok(()));
    }
    // Whoever was forgotten in between may try again at once.
    let wait = asked(WAIT).fetch_optional(&database.writer).await?.unwrap_or_default();
    Ok(Err(Duration::from_millis(u64::try_from(wait).unwrap_or_default())))
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Forgets those who have all of their rates again.
pub async fn forget(database: &Database) -> Result<()> {
    const FORGET: &str = concat!("DELETE FROM rate WHERE until < ", now!());
    sqlx::query(FORGET).execute(&database.writer).await?;
    Ok(())
}
