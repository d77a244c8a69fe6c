//! What managers do with the content of a published entry: edit it, and take back what it said earlier, each only if
//! nobody else has changed the entry meanwhile.

use super::{
    Result, actions,
    changes::{self, Made},
    decisions, entries, placing,
};
use app::backend::Changed;
use domain::{
    change::{ChangeKind, Restored, Restoring},
    reception::Decision,
    reference::Reference,
    revision::Edit,
};
use sqlx::AnyConnection;

/// Edits a published entry for the manager with account `by`, within the caller's transaction.
pub async fn edit(
    conn: &mut AnyConnection,
    reference: Reference,
    edit: &Edit,
    (by, at): (i64, i64),
) -> Result<Changed> {
    let Some(version) = actions::published_version(conn, reference).await? else { return Ok(Changed::Gone) };
    if version != edit.seen {
        return Ok(Changed::Stale { version });
    }
    if decisions::revise(conn, reference, &edit.revision, (by, at)).await? {
        let made = Made { conceals: edit.conceals, ..Made::new(ChangeKind::Edited, Some(by), at) };
        changes::record(conn, reference, made.because(edit.why.as_ref())).await?;
    }
    Ok(Changed::Saved)
}

/// Takes back the content of an earlier state for the manager with account `by`, within the caller's transaction.
pub async fn restore(
    conn: &mut AnyConnection,
    reference: Reference,
    Restoring { number, seen, why }: &Restoring,
    (by, at): (i64, i64),
) -> Result<Restored> {
    let Some(log) = changes::log(conn, reference).await? else { return Ok(Restored::Gone) };
    let Some(present) = changes::state(conn, reference).await? else { return Ok(Restored::Gone) };
    let (Some(earlier), Decision::Published { .. }) = (log.state(*number), &present.decision) else {
        return Ok(Restored::Gone);
    };
    if log.latest() != *seen {
        return Ok(Restored::Overtaken);
    }
    let wanted = present.restoring(earlier);
    if wanted == present {
        return Ok(Restored::Same);
    }
    if !wanted.is_listed(&entries::taxonomies(conn).await?) {
        return Ok(Restored::Unlisted);
    }
    decisions::revise(conn, reference, &wanted.revision(), (by, at)).await?;
    if present.placement != wanted.placement {
        placing::put(conn, reference, wanted.placement, (by, at)).await?;
    }
    let made = Made { restored: Some(*number), ..Made::new(ChangeKind::Restored, Some(by), at) };
    changes::record(conn, reference, made.because(Some(why))).await?;
    Ok(Restored::Saved)
}
