//! The app's port, answered by the store.

use super::{
    Result, Store, actions, assignments, challenges, changes, comments, editing, entries,
    files::{self, Seen},
    incoming::Incoming,
    links, lives, or_outage, people, placing, relations, same_need, targets,
};
use crate::clock;
use app::{
    backend::{Backend, Changed, LinkOpens, Outage, Submitted},
    settings::Settings,
};
use async_trait::async_trait;
use domain::{
    access::{AccountPass, AdministratorPass, EntryPass, ManagerPass, Visitor, WholePass},
    action::{Acted, Acting, Action},
    assignment::{Assigned, Assigning, NewAssignment, OnOnesDesk},
    change::{Log, Restored, Restoring},
    comment::{Comment, CommentAct, NewComment, Reader, Said, WaitingComment},
    day::Day,
    draft::{IdempotencyKey, Submission},
    entry::Dossier,
    insights::{
        history::History,
        target::{NewTarget, Target, TargetSet},
    },
    language::Language,
    person::{OwnAccount, Person, PersonRecord},
    placing::{Placed, Placing},
    portfolio::Portfolio,
    reference::Reference,
    relation::{Related, Relation, Tie},
    revision::Edit,
    same_need::Sharer,
    taxonomy::Slug,
};
use std::{future::Future, sync::Arc};

/// How many related entries a dossier names.
const RELATED: usize = 4;

#[async_trait]
impl Backend for Store {
    fn settings(&self) -> &Settings {
        self.settings()
    }

    fn portfolio(&self) -> Arc<Portfolio> {
        self.portfolio()
    }

    fn today(&self) -> Day {
        clock::day(clock::now())
    }

    async fn history(&self) -> std::result::Result<Arc<History>, Outage> {
        let published = self.published();
        let read = || async { lives::history(self.database()).await.map(Arc::new) };
        or_outage(published.history.get_or_try_init(read).await.cloned())
    }

    async fn targets(&self) -> std::result::Result<Vec<Target>, Outage> {
        or_outage(targets::all(self.database()).await)
    }

    async fn set_target(&self, pass: WholePass<'_>, new: &NewTarget) -> std::result::Result<TargetSet, Outage> {
        let (by, new) = (pass.account().id, new.clone());
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let set = targets::set(&mut tx, &new, by, clock::now()).await?;
            tx.commit().await?;
            if set == TargetSet::Saved {
                store.renew().await;
            }
            Ok(set)
        })
        .await
    }

    async fn dossier(&self, reference: Reference, reader: Sharer) -> std::result::Result<Option<Dossier>, Outage> {
        let found = or_outage(entries::published_one(self.database(), reference).await)?;
        let Some((entry, moves)) = found else { return Ok(None) };
        let (related, relations) = (self.portfolio().related(reference, RELATED), self.relations(reference).await?);
        let beside = async {
            let mut tx = self.database().read().await?;
            Ok((
                same_need::of(&mut tx, reference, entry.standing(), reader).await?,
                files::of(&mut tx, reference, Seen::Shown).await?,
                challenges::answered_by(&mut tx, reference).await?,
            ))
        };
        let (same_need, files, challenge) = or_outage(beside.await)?;
        Ok(Some(Dossier { entry, moves, related, relations, same_need, files, challenge }))
    }

    async fn relations(&self, reference: Reference) -> std::result::Result<Vec<Relation>, Outage> {
        let portfolio = self.portfolio();
        if portfolio.card(reference).is_none() {
            return Ok(Vec::new());
        }
        let kept = or_outage(relations::of(self.database(), reference).await)?;
        let seen = kept.into_iter().filter_map(|(id, kept)| {
            let (tie, other) = kept.seen_from(reference);
            Some(Relation { id, tie, other: portfolio.card(other)? })
        });
        Ok(seen.collect())
    }

    async fn relate(&self, pass: EntryPass<'_>, new: (Tie, Reference)) -> std::result::Result<Related, Outage> {
        let (by, reference) = (pass.account().id, pass.reference());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let related = relations::relate(&mut tx, reference, new, (by, clock::now())).await?;
            tx.commit().await?;
            if related == Related::Saved {
                store.renew().await;
            }
            Ok(related)
        })
        .await
    }

    async fn withdraw_relation(&self, pass: EntryPass<'_>, id: i64) -> std::result::Result<bool, Outage> {
        let (by, reference) = (pass.account().id, pass.reference());
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let withdrawn = relations::withdraw(&mut tx, reference, id, (by, clock::now())).await?;
            tx.commit().await?;
            if withdrawn {
                store.renew().await;
            }
            Ok(withdrawn)
        })
        .await
    }

    async fn place(&self, pass: EntryPass<'_>, placing: Placing) -> std::result::Result<Placed, Outage> {
        let (by, reference) = (pass.account().id, pass.reference());
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let placed = placing::place(&mut tx, reference, placing, by, clock::now()).await?;
            tx.commit().await?;
            if matches!(placed, Placed::Saved { .. }) {
                store.refresh_one(reference).await?;
            }
            Ok(placed)
        })
        .await
    }

    async fn acting(&self, pass: EntryPass<'_>) -> std::result::Result<Option<Acting>, Outage> {
        let read = async {
            let mut tx = self.database().read().await?;
            actions::acting(&mut tx, pass.reference(), clock::now()).await
        };
        or_outage(read.await)
    }

    async fn act(&self, pass: EntryPass<'_>, version: i64, action: &Action) -> std::result::Result<Acted, Outage> {
        let (by, reference, action) = (pass.account().id, pass.reference(), action.clone());
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let acted = actions::carry_out(&mut tx, reference, version, &action, (by, clock::now())).await?;
            tx.commit().await?;
            if acted == Acted::Saved {
                store.refresh_one(reference).await?;
            }
            Ok(acted)
        })
        .await
    }

    async fn assigning(&self, pass: EntryPass<'_>) -> std::result::Result<Option<Assigning>, Outage> {
        or_outage(assignments::assigning(self.database(), pass.reference(), clock::now()).await)
    }

    async fn assign(&self, pass: EntryPass<'_>, new: &NewAssignment) -> std::result::Result<Assigned, Outage> {
        let (by, reference, new) = (pass.account().id, pass.reference(), new.clone());
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let assigned = assignments::assign(&mut tx, reference, &new, (by, clock::now())).await?;
            tx.commit().await?;
            Ok(assigned)
        })
        .await
    }

    async fn on_desk(&self, pass: AccountPass<'_>) -> std::result::Result<OnOnesDesk, Outage> {
        or_outage(assignments::on_desk(self.database(), pass.account().id, clock::now()).await)
    }

    async fn comments(
        &self,
        reference: Reference,
        reader: Reader,
    ) -> std::result::Result<Option<Vec<Comment>>, Outage> {
        or_outage(comments::of(self.database(), reference, reader).await)
    }

    async fn waiting_comments(&self, pass: ManagerPass<'_>) -> std::result::Result<Vec<WaitingComment>, Outage> {
        or_outage(comments::waiting(self.database(), pass).await)
    }

    async fn say(&self, reference: Reference, new: &NewComment) -> std::result::Result<Said, Outage> {
        let new = new.clone();
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let said = comments::say(&mut tx, reference, &new, clock::now()).await?;
            tx.commit().await?;
            if said == Said::Shown {
                store.renew().await;
            }
            Ok(said)
        })
        .await
    }

    async fn withdraw_comment(
        &self,
        pass: AccountPass<'_>,
        reference: Reference,
        id: i64,
    ) -> std::result::Result<bool, Outage> {
        self.act_on_comment(reference, id, CommentAct::Withdraw, pass.account().id).await
    }

    async fn decide_comment(&self, pass: EntryPass<'_>, id: i64, act: CommentAct) -> std::result::Result<bool, Outage> {
        self.act_on_comment(pass.reference(), id, act, pass.account().id).await
    }

    async fn edit(&self, pass: EntryPass<'_>, edit: &Edit) -> std::result::Result<Changed, Outage> {
        let (by, reference, edit) = (pass.account().id, pass.reference(), edit.clone());
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let changed = editing::edit(&mut tx, reference, &edit, (by, clock::now())).await?;
            tx.commit().await?;
            if changed == Changed::Saved {
                store.refresh_one(reference).await?;
            }
            Ok(changed)
        })
        .await
    }

    async fn restore(&self, pass: EntryPass<'_>, restoring: &Restoring) -> std::result::Result<Restored, Outage> {
        let (by, reference, restoring) = (pass.account().id, pass.reference(), restoring.clone());
        self.to_the_end(|store| async move {
            let mut tx = store.database().begin().await?;
            let restored = editing::restore(&mut tx, reference, &restoring, (by, clock::now())).await?;
            tx.commit().await?;
            if restored == Restored::Saved {
                store.refresh_one(reference).await?;
            }
            Ok(restored)
        })
        .await
    }

    async fn open_log(&self, reader: &Visitor, reference: Reference) -> std::result::Result<Option<Log>, Outage> {
        let log = or_outage(changes::published(self.database(), reference).await)?.and_then(Log::open_to_all);
        Ok(if reader.account().is_some() { log } else { log.map(Log::without_names) })
    }

    async fn log(&self, pass: EntryPass<'_>) -> std::result::Result<Option<Log>, Outage> {
        or_outage(changes::whole(self.database(), pass.reference()).await)
    }

    async fn submit(
        &self,
        by: &Visitor,
        submission: &Submission,
        key: &IdempotencyKey,
        language: Language,
    ) -> std::result::Result<Submitted, Outage> {
        let by = by.account().cloned();
        let incoming = Incoming { submission: submission.clone(), key: key.clone(), by, language, at: clock::now() };
        let answers_challenge = incoming.submission.challenge.is_some();
        if !answers_challenge && incoming.submission.sender.email.is_none() {
            // Nobody else is to see it or to hear of it yet, and the intake goes to its end by itself.
            return self.0.intake.receive(incoming).await;
        }
        self.to_the_end(move |store| async move {
            let submitted = store.0.intake.receive(incoming).await;
            // The page of a challenge tells how many answers it has.
            if matches!(submitted, Ok(Submitted::Received(_))) && answers_challenge {
                store.renew().await;
            }
            Ok(submitted)
        })
        .await?
    }

    async fn units(&self, reference: Reference) -> std::result::Result<Option<Vec<Slug>>, Outage> {
        or_outage(entries::units(self.database(), reference).await)
    }

    async fn people(&self, pass: AdministratorPass<'_>) -> std::result::Result<Vec<Person>, Outage> {
        or_outage(people::all(self.database(), pass).await)
    }

    async fn person(&self, pass: AdministratorPass<'_>, id: i64) -> std::result::Result<Option<PersonRecord>, Outage> {
        or_outage(people::one(self.database(), pass, id).await)
    }

    async fn own_account(&self, pass: AccountPass<'_>) -> std::result::Result<OwnAccount, Outage> {
        or_outage(people::own(self.database(), pass).await)
    }

    async fn link(&self, token: &str) -> std::result::Result<Option<LinkOpens>, Outage> {
        let read = async {
            let mut conn = self.database().reader.acquire().await?;
            links::opens(&mut conn, token, clock::now()).await
        };
        or_outage(read.await)
    }
}

impl Store {
    async fn act_on_comment(
        &self,
        reference: Reference,
        id: i64,
        act: CommentAct,
        by: i64,
    ) -> std::result::Result<bool, Outage> {
        self.to_the_end(move |store| async move {
            let mut tx = store.database().begin().await?;
            let acted = comments::act(&mut tx, reference, id, act, (by, clock::now())).await?;
            tx.commit().await?;
            if acted {
                store.renew().await;
            }
            Ok(acted)
        })
        .await
    }

    /// Does a piece of work to its end, even when whoever asked hangs up halfway: a write and the portfolio that shows
    /// it must not come apart.
    pub(super) async fn to_the_end<T, F>(&self, work: impl FnOnce(Self) -> F) -> std::result::Result<T, Outage>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        match tokio::spawn(work(self.clone())).await {
            Ok(result) => {
                self.ring();
                or_outage(result)
            }
            Err(error) => {
                tracing::error!(%error, "a write was cut short");
                Err(Outage)
            }
        }
    }
}
