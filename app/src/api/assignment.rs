//! Who answers for entries inside the municipality.

use super::ApiError;
use domain::{assignment::Assigning, reference::Reference};
use leptos::{prelude::*, server_fn::codec::Json};

/// A published entry as a manager assigns it.
#[server(endpoint = "assigning", input = Json, output = Json)]
pub async fn fetch_assigning(reference: Reference) -> Result<Assigning, ApiError> {
    let (visitor, backend) = (super::visitor(), super::backend()?);
    let pass = super::entry_pass(&backend, &visitor, reference).await?;
    backend.assigning(pass).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}
