//! Editing a published entry.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::{Backend, Changed},
    posted::{Posted, RevisionRefusal},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    access::EntryPass,
    fault::{Fault, Field, Problem},
    revision::{Edit, RawRevision},
    text::{Reason, optional},
};

pub async fn edit(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
        Err(why) => return form.no_pass(&shared, &caller, why).await,
    };
    let reference = pass.reference();
    let raw = RawRevision::from_pairs(form.pairs());
    let (status, refusal) = match save(&shared, pass, &raw, &form).await? {
        Ending::Done => return Ok(see_other(&format!("/portfolio/{reference}?done=edit"))),
        Ending::Gone => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
        Ending::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, RevisionRefusal::Invalid(problems)),
        Ending::Stale { version } => (StatusCode::CONFLICT, RevisionRefusal::Stale { version }),
    };
    let reason = form.get(Field::Reason.name()).to_owned();
    let posted = Posted::Edit { raw, reason, conceals: conceals(&form), refusal };
    Ok(form.again(&shared, &caller, status, posted).await)
}

fn conceals(form: &Form) -> bool {
    !form.get("conceals").is_empty()
}

enum Ending {
    Done,
    Gone,
    Invalid(Vec<Problem>),
    Stale { version: i64 },
}

async fn save(shared: &Shared, pass: EntryPass<'_>, raw: &RawRevision, form: &Form) -> Result<Ending, Failed> {
    let Some(acting) = shared.store.acting(pass).await? else { return Ok(Ending::Gone) };
    let Ok(seen) = form.get(Field::Version.name()).parse() else {
        return Ok(Ending::Invalid(vec![Problem { field: Field::Version, fault: Fault::Unknown }]));
    };
    let portfolio = shared.store.portfolio();
    let revision = raw.check(&acting.entry, portfolio.taxonomies());
    let why = optional(form.get(Field::Reason.name()), Reason::parse);
    let (revision, why) = match (revision, why) {
        (Ok(revision), Ok(why)) => (revision, why),
        (revision, why) => {
            let why = why.err().map(|fault| Problem { field: Field::Reason, fault });
            return Ok(Ending::Invalid(revision.err().unwrap_or_default().into_iter().chain(why).collect()));
        }
    };
    let edit = Edit { seen, revision, why, conceals: conceals(form) };
    Ok(match shared.store.edit(pass, &edit).await? {
        Changed::Saved => Ending::Done,
        Changed::Stale { version } => Ending::Stale { version },
        Changed::Decided | Changed::Secret | Changed::NoTarget | Changed::Gone => Ending::Gone,
    })
}
