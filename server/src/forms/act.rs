//! What managers do with the journey of a published entry.

use super::{Failed, Form, next, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::Backend,
    posted::{ActionRefusal, Posted},
};
use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    access::EntryPass,
    action::{Acted, ActionKind, RawAction},
    fault::{Fault, Field, Problem},
};

pub async fn act(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((reference, kind)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match super::entry_pass(&shared, &caller, &reference).await {
        Ok(pass) => pass,
        Err(why) => return form.no_pass(&shared, &caller, why).await,
    };
    let (reference, Ok(kind)) = (pass.reference(), kind.parse::<ActionKind>()) else {
        return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await);
    };
    let raw = RawAction::from_pairs(form.pairs());
    let (status, refusal) = match carry_out(&shared, pass, kind, &raw).await? {
        Ending::Done => {
            let entry = format!("/portfolio/{reference}");
            let to = next::local(form.get("next")).unwrap_or(&entry);
            let and = if to.contains('?') { '&' } else { '?' };
            return Ok(see_other(&next::header_safe(&format!("{to}{and}done={kind}"))));
        }
        Ending::Gone => return Ok(form.page(&shared, &caller, StatusCode::NOT_FOUND, None).await),
        Ending::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, ActionRefusal::Invalid(problems)),
        Ending::Overtaken => (StatusCode::CONFLICT, ActionRefusal::Overtaken),
    };
    let next = form.get("next").to_owned();
    Ok(form.again(&shared, &caller, status, Posted::Action { raw, next, refusal }).await)
}

enum Ending {
    Done,
    Gone,
    Invalid(Vec<Problem>),
    Overtaken,
}

async fn carry_out(shared: &Shared, pass: EntryPass<'_>, kind: ActionKind, raw: &RawAction) -> Result<Ending, Failed> {
    let Some(acting) = shared.store.acting(pass).await? else { return Ok(Ending::Gone) };
    let Ok(seen) = raw.get(Field::Version).parse::<i64>() else {
        return Ok(Ending::Invalid(vec![Problem { field: Field::Version, fault: Fault::Unknown }]));
    };
    // What the form asked for followed from the entry as it stood: of another it says nothing.
    if seen != acting.version || !kind.is_open_to(&acting.entry.journey) {
        return Ok(Ending::Overtaken);
    }
    let portfolio = shared.store.portfolio();
    let action = match raw.check(kind, &acting.entry.journey, portfolio.taxonomies(), acting.today) {
        Ok(action) => action,
        Err(problems) => return Ok(Ending::Invalid(problems)),
    };
    Ok(match shared.store.act(pass, seen, &action).await? {
        Acted::Saved => Ending::Done,
        Acted::Stale => Ending::Overtaken,
        Acted::Gone => Ending::Gone,
    })
}
