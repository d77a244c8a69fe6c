//! What managers do with what has come in: edit, publish and answer it, and say who has it.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::{Changed, CustodySet, ReceptionBackend},
    posted::{AnswerRefusal, CustodyRefusal, Posted, RevisionRefusal},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    access::EntryPass,
    fault::{Fault, Field, Problem},
    reception::{
        Received,
        answer::{AnswerKind, RawAnswer},
        custody::RawCustody,
    },
    revision::RawRevision,
};

/// How a manager's form ended.
enum Ending {
    To(String),
    Again(StatusCode, Box<Posted>),
    Gone,
    /// The form names nothing that can be done: nobody's page sends that.
    Tampered,
}

impl Ending {
    /// Something is wrong with what was written.
    fn invalid(posted: Posted) -> Self {
        Self::Again(StatusCode::UNPROCESSABLE_ENTITY, Box::new(posted))
    }

    /// It cannot be done as things stand now.
    fn conflict(posted: Posted) -> Self {
        Self::Again(StatusCode::CONFLICT, Box::new(posted))
    }
}

pub async fn decide(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
        Err(why) => return form.no_pass(&shared, &caller, why).await,
    };
    let ending = Deciding { shared: &shared, pass, form: &form }.end().await?;
    Ok(match ending {
        Ending::To(to) => see_other(&to),
        Ending::Again(status, posted) => form.again(&shared, &caller, status, *posted).await,
        Ending::Gone => form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await,
        Ending::Tampered => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    })
}

struct Deciding<'request> {
    shared: &'request Shared,
    pass: EntryPass<'request>,
    form: &'request Form,
}

impl Deciding<'_> {
    async fn end(&self) -> Result<Ending, Failed> {
        // What is not there, or was never handed in, cannot be decided.
        let Some(received) = self.shared.store.received(self.pass).await? else { return Ok(Ending::Gone) };
        match self.form.get("action") {
            "save" => self.revise(&received, false).await,
            "publish" => self.revise(&received, true).await,
            "custody" => self.custody(&received).await,
            answer => match answer.parse() {
                Ok(kind) => self.answer(kind).await,
                Err(_) => Ok(Ending::Tampered),
            },
        }
    }

    async fn revise(&self, received: &Received, publish: bool) -> Result<Ending, Failed> {
        let raw = RawRevision::from_pairs(self.form.pairs());
        let portfolio = self.shared.store.portfolio();
        let unknown_version = || vec![Problem { field: Field::Version, fault: Fault::Unknown }];
        let checked = self
            .version()
            .ok_or_else(unknown_version)
            .and_then(|version| raw.check(&received.entry, portfolio.taxonomies()).map(|revision| (version, revision)));
        let (version, revision) = match checked {
            Ok(checked) => checked,
            Err(problems) => {
                return Ok(Ending::invalid(Posted::Revision { raw, refusal: RevisionRefusal::Invalid(problems) }));
            }
        };
        let Self { shared, pass, .. } = self;
        let reference = pass.reference();
        let (changed, to) = if publish {
            (shared.store.publish(*pass, version, &revision).await?, format!("/manage?done={reference}"))
        } else {
            (shared.store.revise(*pass, version, &revision).await?, format!("/manage/{reference}?saved=1"))
        };
        let refusal = match changed {
            Changed::Saved => return Ok(Ending::To(to)),
            Changed::Decided => return Ok(Ending::conflict(Posted::Decided)),
            Changed::Gone | Changed::NoTarget => return Ok(Ending::Gone),
            Changed::Stale { version } => RevisionRefusal::Stale { version },
            Changed::Secret => RevisionRefusal::Secret,
        };
        Ok(Ending::conflict(Posted::Revision { raw, refusal }))
    }

    async fn answer(&self, kind: AnswerKind) -> Result<Ending, Failed> {
        let reference = self.pass.reference();
        let raw = RawAnswer::from_pairs(self.form.pairs());
        let answer = match raw.check(kind, reference) {
            Ok(answer) => answer,
            Err(problems) => {
                return Ok(Ending::invalid(Posted::Answer { kind, raw, refusal: AnswerRefusal::Invalid(problems) }));
            }
        };
        let Some(version) = self.version() else { return Ok(Ending::Tampered) };
        let refusal = match self.shared.store.answer(self.pass, version, &answer).await? {
            Changed::Saved if kind == AnswerKind::Ask => {
                return Ok(Ending::To(format!("/manage/{reference}?done=asked")));
            }
            Changed::Saved => return Ok(Ending::To(format!("/manage?done={reference}"))),
            Changed::Decided => return Ok(Ending::conflict(Posted::Decided)),
            Changed::Gone => return Ok(Ending::Gone),
            Changed::NoTarget => {
                let problem = Problem { field: Field::Into, fault: Fault::NotAnotherEntry };
                let refusal = AnswerRefusal::Invalid(vec![problem]);
                return Ok(Ending::invalid(Posted::Answer { kind, raw, refusal }));
            }
            Changed::Stale { .. } => AnswerRefusal::Stale,
            Changed::Secret => AnswerRefusal::Secret,
        };
        Ok(Ending::conflict(Posted::Answer { kind, raw, refusal }))
    }

    async fn custody(&self, received: &Received) -> Result<Ending, Failed> {
        let reference = self.pass.reference();
        let raw = RawCustody::from_pairs(self.form.pairs());
        let Some(seen) = self.version() else { return Ok(Ending::Tampered) };
        let new = match raw.check(&received.holders, seen) {
            Ok(new) => new,
            Err(problems) => {
                return Ok(Ending::invalid(Posted::Custody { raw, refusal: CustodyRefusal::Invalid(problems) }));
            }
        };
        Ok(match self.shared.store.set_custody(self.pass, &new).await? {
            CustodySet::Saved => Ending::To(format!("/manage/{reference}?done=custody")),
            CustodySet::Gone => Ending::Gone,
            CustodySet::Overtaken => Ending::conflict(Posted::Custody { raw, refusal: CustodyRefusal::Overtaken }),
        })
    }

    fn version(&self) -> Option<i64> {
        self.form.get(Field::Version.name()).parse().ok()
    }
}
