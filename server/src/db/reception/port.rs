//! The app's port for reception, answered by the store.

use super::{
    Decision, custody, messages, queue,
    register::{self, Extract},
};
use crate::{
    clock,
    db::{
        Store,
        decisions::{self, Act, What},
        entries, or_outage,
    },
};
use app::backend::{Changed, CustodySet, Outage, ReceptionBackend, Replied};
use async_trait::async_trait;
use domain::{
    access::{EntryPass, ManagerPass},
    reception::{
        Received, Status,
        answer::Answer,
        custody::NewCustody,
        queue::{QueueFilter, QueuePage},
        register::{RegisterFilter, RegisterLine, RegisterPage},
    },
    reference::Reference,
    revision::Revision,
    text::Passage,
};

type Answered<T> = Result<T, Outage>;

#[async_trait]
impl ReceptionBackend for Store {
    async fn status(&self, secret: &str) -> Answered<Option<Status>> {
        or_outage(super::status(self.database(), secret).await)
    }

    async fn reply(&self, secret: &str, text: &Passage) -> Answered<Replied> {
        let (secret, text) = (secret.to_owned(), text.clone());
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let replied = messages::reply(&mut tx, &secret, &text, clock::now()).await?;
            tx.commit().await?;
            Ok(replied)
        })
        .await
    }

    async fn queue(&self, pass: ManagerPass<'_>, filter: &QueueFilter, done: Option<Reference>) -> Answered<QueuePage> {
        or_outage(queue::page(self.database(), pass, filter, done, clock::now()).await)
    }

    async fn register(&self, pass: ManagerPass<'_>, filter: &RegisterFilter) -> Answered<RegisterPage> {
        or_outage(register::read(self.database(), pass, filter, Extract::Page).await)
    }

    async fn whole_register(&self, pass: ManagerPass<'_>, filter: &RegisterFilter) -> Answered<Vec<RegisterLine>> {
        or_outage(register::read(self.database(), pass, filter, Extract::Whole).await.map(|whole| whole.lines))
    }

    async fn received(&self, pass: EntryPass<'_>) -> Answered<Option<Received>> {
        or_outage(super::received(self.database(), pass.reference()).await)
    }

    async fn revise(&self, pass: EntryPass<'_>, version: i64, revision: &Revision) -> Answered<Changed> {
        self.decide(pass, version, What::Revise(revision.clone())).await
    }

    async fn publish(&self, pass: EntryPass<'_>, version: i64, revision: &Revision) -> Answered<Changed> {
        self.decide(pass, version, What::Publish(revision.clone())).await
    }

    async fn answer(&self, pass: EntryPass<'_>, version: i64, answer: &Answer) -> Answered<Changed> {
        if let Answer::Merge { into, .. } = answer
            && !self.may_merge_into(pass, *into).await?
        {
            return Ok(Changed::NoTarget);
        }
        self.decide(pass, version, What::Answer(answer.clone())).await
    }

    async fn set_custody(&self, pass: EntryPass<'_>, new: &NewCustody) -> Answered<CustodySet> {
        let (by, reference, new) = (pass.account().id, pass.reference(), new.clone());
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let set = custody::set(&mut tx, reference, &new, (by, clock::now())).await?;
            tx.commit().await?;
            Ok(set)
        })
        .await
    }

    async fn goes_on_as(&self, reference: Reference) -> Answered<Option<Reference>> {
        or_outage(super::goes_on_as(self.database(), reference).await)
    }
}

impl Store {
    /// Whether a manager may merge into an entry: one that everybody can read, or one that waits for the manager.
    async fn may_merge_into(&self, pass: EntryPass<'_>, into: Reference) -> Answered<bool> {
        let Some(units) = or_outage(entries::units(self.database(), into).await)? else { return Ok(false) };
        let decision = async {
            let mut conn = self.database().reader.acquire().await?;
            super::decided(&mut conn, into).await
        };
        Ok(match or_outage(decision.await)? {
            Decision::Published { .. } => true,
            Decision::Waiting => pass.also(into, &units).is_ok(),
            Decision::Declined { .. } | Decision::SentOn { .. } | Decision::Merged { .. } => false,
        })
    }

    async fn decide(&self, pass: EntryPass<'_>, version: i64, what: What) -> Answered<Changed> {
        let act = Act { reference: pass.reference(), version, by: pass.account().id, at: clock::now(), what };
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let changed = decisions::carry_out(&mut tx, &act).await?;
            tx.commit().await?;
            if changed == Changed::Saved && act.what.shows_in_the_portfolio() {
                store.refresh().await?;
            }
            Ok(changed)
        })
        .await
    }
}
