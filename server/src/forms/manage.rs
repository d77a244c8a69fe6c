//! Editing, publishing and declining what has come in.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::{Backend, Changed},
    posted::{DecisionRefusal, Posted, RevisionRefusal},
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
    revision::{RawRevision, Revision},
    text::Reason,
};

/// How a manager's form ended.
enum Ending {
    To(String),
    Again(StatusCode, Box<Posted>),
    Gone,
    /// The form names nothing that can be done: nobody's page sends that.
    Tampered,
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
        let publish = match self.form.get("action") {
            "save" => false,
            "publish" => true,
            "decline" => return self.decline().await,
            _ => return Ok(Ending::Tampered),
        };
        let raw = RawRevision::from_pairs(self.form.pairs());
        let (version, revision) = match self.read(&raw).await? {
            None => return Ok(Ending::Gone),
            Some(Err(problems)) => {
                let refusal = RevisionRefusal::Invalid(problems);
                return Ok(Ending::Again(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    Box::new(Posted::Revision { raw, refusal }),
                ));
            }
            Some(Ok(read)) => read,
        };
        let Self { shared, pass, .. } = self;
        let reference = pass.reference();
        let (changed, to) = if publish {
            let changed = shared.store.publish(*pass, version, &revision).await?;
            (changed, format!("/manage?done={reference}"))
        } else {
            let changed = shared.store.revise(*pass, version, &revision).await?;
            (changed, format!("/manage/{reference}?saved=1"))
        };
        Ok(match changed {
            Changed::Saved => Ending::To(to),
            Changed::Stale { version } => {
                let refusal = RevisionRefusal::Stale { version };
                Ending::Again(StatusCode::CONFLICT, Box::new(Posted::Revision { raw, refusal }))
            }
            Changed::Decided => self.decided(),
            Changed::Gone => Ending::Gone,
        })
    }

    async fn decline(&self) -> Result<Ending, Failed> {
        let reason = match Reason::parse(self.form.get(Field::Reason.name())) {
            Ok(reason) => reason,
            Err(fault) => return Ok(self.again(StatusCode::UNPROCESSABLE_ENTITY, DecisionRefusal::Reason(fault))),
        };
        let Some(version) = self.version() else { return Ok(Ending::Tampered) };
        Ok(match self.shared.store.decline(self.pass, version, &reason).await? {
            Changed::Saved => Ending::To(format!("/manage?done={}", self.pass.reference())),
            Changed::Stale { .. } => self.again(StatusCode::CONFLICT, DecisionRefusal::Stale),
            Changed::Decided => self.decided(),
            Changed::Gone => Ending::Gone,
        })
    }

    /// The version that the manager read and the checked edit; none where there is no such submission.
    async fn read(&self, raw: &RawRevision) -> Result<Option<Result<(i64, Revision), Vec<Problem>>>, Failed> {
        let Some(received) = self.shared.store.received(self.pass).await? else { return Ok(None) };
        let portfolio = self.shared.store.portfolio();
        let unknown_version = || vec![Problem { field: Field::Version, fault: Fault::Unknown }];
        let version = self.version().ok_or_else(unknown_version);
        Ok(Some(version.and_then(|version| {
            raw.check(&received.entry, portfolio.taxonomies()).map(|revision| (version, revision))
        })))
    }

    fn version(&self) -> Option<i64> {
        self.form.get(Field::Version.name()).parse().ok()
    }

    fn decided(&self) -> Ending {
        self.again(StatusCode::CONFLICT, DecisionRefusal::Decided)
    }

    fn again(&self, status: StatusCode, refusal: DecisionRefusal) -> Ending {
        let reason = self.form.get(Field::Reason.name()).to_owned();
        Ending::Again(status, Box::new(Posted::Decision { reason, refusal }))
    }
}
