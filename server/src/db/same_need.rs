//! Who has the need of an entry.

use super::values::{Count, Flag};
use super::{Result, Store, record::value};
use crate::clock;
use app::backend::{NeedBackend, Outage};
use async_trait::async_trait;
use domain::{
    reference::Reference,
    same_need::{SameNeed, Shared, Sharer, Sharing, is_open},
    stage::{Stage, Standing},
};
use sqlx::AnyConnection;

#[async_trait]
impl NeedBackend for Store {
    async fn share_need(
        &self,
        reference: Reference,
        who: Sharer,
        sharing: Sharing,
    ) -> std::result::Result<Shared, Outage> {
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let shared = match sharing {
                Sharing::Share => share(&mut tx, reference, who, clock::now()).await?,
                Sharing::Withdraw => withdraw(&mut tx, reference, who).await?,
            };
            tx.commit().await?;
            if shared == Shared::Saved {
                store.renew().await;
            }
            Ok(shared)
        })
        .await
    }
}

/// Where a published entry stands; none where there is none published.
async fn standing(conn: &mut AnyConnection, entry: Reference) -> Result<Option<Standing>> {
    let found: Option<(String, Flag, Flag)> = sqlx::query_as(
        "SELECT stage, paused_since IS NOT NULL, ended_on IS NOT NULL FROM entry
        WHERE reference = $1 AND decision = 'published'",
    )
    .bind(entry.to_string())
    .fetch_optional(conn)
    .await?;
    let Some((stage, Flag(is_paused), Flag(is_ended))) = found else { return Ok(None) };
    Ok(Some(match (is_paused, is_ended) {
        (true, _) => Standing::Paused,
        (_, true) => Standing::Ended,
        _ => value::<Stage>("entry", &entry, &stage)?.into(),
    }))
}

/// How many have the need of an entry that stands so, and whether whoever asks is one of them.
pub async fn of(conn: &mut AnyConnection, entry: Reference, standing: Standing, who: Sharer) -> Result<SameNeed> {
    let (Count(count), Flag(is_own)) = sqlx::query_as(
        "SELECT count(*), count(CASE WHEN account = $2 OR browser = $3 THEN 1 END) > 0
        FROM same_need WHERE entry = $1",
    )
    .bind(entry.to_string())
    .bind(who.account)
    .bind(who.browser.map(|hash| hash.to_vec()))
    .fetch_one(conn)
    .await?;
    Ok(SameNeed { count, is_own, is_open: is_open(standing) })
}

async fn share(conn: &mut AnyConnection, entry: Reference, who: Sharer, at: i64) -> Result<Shared> {
    let Some(standing) = standing(conn, entry).await? else { return Ok(Shared::Gone) };
    let now = of(conn, entry, standing, who).await?;
    if !now.is_open {
        return Ok(Shared::Closed);
    }
    // Whoever signs in after having said it as a resident is still one person.
    let same = match who.account {
        None => now.is_own,
        Some(_) => now.is_own && !of(conn, entry, standing, Sharer { account: None, ..who }).await?.is_own,
    };
    if same {
        return Ok(Shared::AsBefore);
    }
    withdraw(conn, entry, who).await?;
    let browser = who.browser.filter(|_| who.account.is_none());
    sqlx::query("INSERT INTO same_need (entry, account, browser, said_at) VALUES ($1, $2, $3, $4)")
        .bind(entry.to_string())
        .bind(who.account)
        .bind(browser.map(|hash| hash.to_vec()))
        .bind(at)
        .execute(conn)
        .await?;
    Ok(Shared::Saved)
}

async fn withdraw(conn: &mut AnyConnection, entry: Reference, who: Sharer) -> Result<Shared> {
    let gone = sqlx::query("DELETE FROM same_need WHERE entry = $1 AND (account = $2 OR browser = $3)")
        .bind(entry.to_string())
        .bind(who.account)
        .bind(who.browser.map(|hash| hash.to_vec()))
        .execute(conn)
        .await?;
    Ok(if gone.rows_affected() > 0 { Shared::Saved } else { Shared::AsBefore })
}
