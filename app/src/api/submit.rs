//! Handing something in, and following what becomes of it.

use super::ApiError;
use domain::{
    draft::Draft,
    reception::{Receipt, Status},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Hands in a draft; `key` makes sending it twice make one entry.
#[server(endpoint = "submit", input = Json, output = Json)]
pub async fn submit(draft: Draft, key: String) -> Result<Receipt, ApiError> {
    use crate::backend::Submitted;
    use domain::fault::{Fault, Field, Problem};

    let backend = super::backend()?;
    let invalid = |problems| super::refuse(ApiError::Invalid(problems));
    let submission = draft.check(backend.portfolio().taxonomies()).map_err(invalid)?;
    let key = key.parse().map_err(|_| invalid(vec![Problem { field: Field::Key, fault: Fault::Unknown }]))?;
    match backend.submit(&super::visitor(), &submission, &key, crate::i18n::language()).await? {
        Submitted::Received(receipt) => Ok(receipt),
        Submitted::ChallengeClosed => Err(invalid(vec![Problem { field: Field::Challenge, fault: Fault::Closed }])),
        Submitted::KeyUsed(reference) => Err(super::refuse(ApiError::SentBefore(reference))),
    }
}

/// What the secret link of a receipt shows.
#[server(endpoint = "status", input = Json, output = Json)]
pub async fn fetch_status(secret: String) -> Result<Status, ApiError> {
    super::backend()?.status(&secret).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}
