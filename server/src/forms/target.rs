//! Setting the target mix.

use super::{Failed, Form, see_other};
use crate::{context::Shared, layers::caller::Caller};
use app::{
    backend::Backend,
    posted::{Posted, TargetRefusal},
};
use axum::{Extension, extract::State, http::StatusCode, response::Response};
use domain::{
    facet::Facet,
    fault::Field,
    insights::target::{RawTarget, TargetSet, share_field},
};

pub async fn set(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Result<Response, Failed> {
    let pass = match caller.visitor.whole() {
        Ok(pass) => pass,
        Err(denied) => return form.denied(&shared, &caller, denied).await,
    };
    let raw = read(&form);
    let (status, refusal) = match raw.check() {
        Err(problems) => (StatusCode::UNPROCESSABLE_ENTITY, TargetRefusal::Invalid(problems)),
        Ok(new) => match shared.store.set_target(pass, &new).await? {
            TargetSet::Saved => return Ok(see_other("/insights?saved=1")),
            TargetSet::Conflict(theirs) => (StatusCode::CONFLICT, TargetRefusal::Conflict(theirs)),
        },
    };
    Ok(form.again(&shared, &caller, status, Posted::Target { raw, refusal }).await)
}

/// The form as it was written.
fn read(form: &Form) -> RawTarget {
    let text = |field: Field| form.get(field.name()).to_owned();
    let mut shares: [String; 4] = Default::default();
    for facet in Facet::ALL {
        shares[*facet as usize] = text(share_field(*facet));
    }
    RawTarget { shares, from: text(Field::From), reason: text(Field::Reason), seen: text(Field::Version) }
}
