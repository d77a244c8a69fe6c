//! Who answers for entries inside the municipality, and what lies on whoever asks.

use super::ApiError;
use domain::{
    assignment::{Assigning, OnOnesDesk},
    reference::Reference,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// A published entry as a manager assigns it.
#[server(endpoint = "assigning", input = Json, output = Json)]
pub async fn fetch_assigning(reference: Reference) -> Result<Assigning, ApiError> {
    let (visitor, backend) = (super::visitor(), super::backend()?);
    let pass = super::entry_pass(&backend, &visitor, reference).await?;
    backend.assigning(pass).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}

/// What lies on whoever asks.
#[server(endpoint = "desk", input = Json, output = Json)]
pub async fn fetch_desk() -> Result<OnOnesDesk, ApiError> {
    let visitor = super::visitor();
    Ok(super::backend()?.on_desk(visitor.own_account()?).await?)
}
