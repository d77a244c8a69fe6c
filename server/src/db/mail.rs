//! The app's port for following and mail, answered by the store.

use super::{
    Result, Store, entries,
    followings::{self, Asking},
    incoming, or_outage, outbox,
    record::reference,
    telling,
};
use crate::clock;
use app::backend::{Followed, MailBackend, Outage, Pressed};
use async_trait::async_trait;
use domain::{
    access::{Account, WholePass},
    follow::{Follow, Followings, Opened, Pace, SenderAct, SenderMail, Subject},
    language::Language,
    letter::OutboxPage,
};
use sqlx::AnyConnection;

type Answer<T> = std::result::Result<T, Outage>;

#[async_trait]
impl MailBackend for Store {
    async fn opened(&self, token: &str) -> Answer<Option<Opened>> {
        or_outage(followings::opened(self.database(), token).await)
    }

    async fn followed_by(&self, account: &Account) -> Answer<Followings> {
        let read = async {
            let mut tx = self.database().read().await?;
            followings::all(&mut tx, &account.email).await
        };
        or_outage(read.await)
    }

    async fn follow(&self, by: Option<&Account>, follow: &Follow, language: Language) -> Answer<Followed> {
        let (account, follow) = (by.map(|account| account.id), follow.clone());
        self.to_the_end(move |store| async move {
            let is_there = match &follow.subject {
                Subject::Own(_) => false,
                Subject::Entry(reference) => entries::published_one(store.database(), *reference).await?.is_some(),
                Subject::Filter(filter) => filter.clone().drop_unknown(store.portfolio().taxonomies()).is_empty(),
            };
            if !is_there {
                return Ok(Followed::Gone);
            }
            let mut tx = store.database().begin().await?;
            let Follow { subject, email, pace } = &follow;
            let asking = Asking { email, subject, pace: *pace, language, account, receipt: None, at: clock::now() };
            let followed = followings::ask(&mut tx, &asking).await?;
            tx.commit().await?;
            Ok(followed)
        })
        .await
    }

    async fn confirm(&self, token: &str) -> Answer<Pressed> {
        let token = token.to_owned();
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let pressed = followings::confirm(&mut tx, &token, clock::now()).await?;
            tx.commit().await?;
            Ok(pressed)
        })
        .await
    }

    async fn stop(&self, token: &str) -> Answer<Pressed> {
        let token = token.to_owned();
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let pressed = followings::stop(&mut tx, &token, clock::now()).await?;
            tx.commit().await?;
            Ok(pressed)
        })
        .await
    }

    async fn sender_mail(&self, receipt: &str) -> Answer<Option<SenderMail>> {
        let read = async {
            let mut tx = self.database().read().await?;
            followings::of_receipt(&mut tx, &incoming::receipt_hash(receipt)).await
        };
        let found = or_outage(read.await)?;
        Ok(found.map(|(_, row)| row.as_ref().map_or(SenderMail::None, SenderMail::from)))
    }

    async fn set_sender_mail(&self, receipt: &str, act: &SenderAct, language: Language) -> Answer<bool> {
        let (receipt, act) = (receipt.to_owned(), act.clone());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let done = set_sender_mail(&mut tx, &receipt, &act, language).await?;
            tx.commit().await?;
            Ok(done)
        })
        .await
    }

    async fn outbox(&self, _: WholePass<'_>, page: u32) -> Answer<OutboxPage> {
        or_outage(outbox::page(self.database(), page).await)
    }

    async fn send_again(&self, _: WholePass<'_>, id: i64) -> Answer<bool> {
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let again = outbox::send_again(&mut tx, id, clock::now()).await?;
            tx.commit().await?;
            Ok(again)
        })
        .await
    }
}

async fn set_sender_mail(conn: &mut AnyConnection, receipt: &str, act: &SenderAct, language: Language) -> Result<bool> {
    let Some((entry, row)) = followings::of_receipt(conn, &incoming::receipt_hash(receipt)).await? else {
        return Ok(false);
    };
    let at = clock::now();
    match (act, row) {
        (SenderAct::Stop, Some(row)) => {
            followings::stop_one(conn, row.id, at).await?;
        }
        // An address that was never confirmed is not taken up again without asking it.
        (SenderAct::Resume, Some(row)) if row.confirmed_at.is_some() => {
            followings::confirm(conn, &row.token, at).await?;
        }
        (SenderAct::Resume | SenderAct::Again, Some(row)) if row.confirmed_at.is_none() => {
            sqlx::query("UPDATE following SET stopped_at = NULL WHERE id = $1")
                .bind(row.id)
                .execute(&mut *conn)
                .await?;
            followings::ask_to_confirm(conn, &row.receiver()?, &row.subject()?, at).await?;
        }
        (SenderAct::Give(email), before) => {
            if let Some(before) = before.filter(|before| before.email != **email) {
                followings::stop_one(conn, before.id, at).await?;
            }
            let subject = Subject::Own(reference("submission", &entry)?);
            let asking = Asking {
                email,
                subject: &subject,
                pace: Pace::AtOnce,
                language,
                account: None,
                receipt: Some(receipt),
                at,
            };
            followings::ask(conn, &asking).await?;
        }
        _ => {}
    }
    Ok(true)
}

impl Store {
    /// Gathers the weekly mails, if the latest Monday's have not been; how many it made.
    ///
    /// # Errors
    /// When the store fails; nothing is gathered then.
    pub async fn gather_weekly(&self, now: i64) -> Result<usize> {
        let due = clock::latest_digest(now);
        let is_done = |last: Option<i64>| last.is_some_and(|last| last >= due);
        // Asked at nearly every write: nobody who writes must wait for it.
        if is_done(last_gathered(&mut *self.database().reader.acquire().await?).await?) {
            return Ok(0);
        }
        let mut tx = self.database().begin().await?;
        let last = last_gathered(&mut tx).await?;
        // Another instance may have done it meanwhile.
        if is_done(last) {
            return Ok(0);
        }
        sqlx::query(
            "INSERT INTO meta (name, value) VALUES ('digest', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(due.to_string())
        .execute(&mut *tx)
        .await?;
        // A new database has nothing to gather of the week before it.
        followings::forget_unanswered(&mut tx, now).await?;
        let mails = if last.is_some() { telling::gather(&mut tx, now).await? } else { 0 };
        tx.commit().await?;
        Ok(mails)
    }
}

/// The time of the weekly mails that were gathered last, in seconds; none in a new database.
async fn last_gathered(conn: &mut AnyConnection) -> Result<Option<i64>> {
    let last: Option<String> =
        sqlx::query_scalar("SELECT value FROM meta WHERE name = 'digest'").fetch_optional(conn).await?;
    Ok(last.and_then(|last| last.parse().ok()))
}
