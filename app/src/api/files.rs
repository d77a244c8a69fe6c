//! Files beside entries. Adding, showing and taking away are done by plain forms (`server/src/forms/files.rs`).

use super::ApiError;
use domain::{attachment::Files, reference::Reference};
use leptos::{prelude::*, server_fn::codec::Json};

/// All files of an entry, for those who manage it.
#[server(endpoint = "files", input = Json, output = Json)]
pub async fn fetch_files(reference: Reference) -> Result<Files, ApiError> {
    let (visitor, backend) = (super::visitor(), super::backend()?);
    let pass = super::entry_pass(&backend, &visitor, reference).await?;
    backend.files(pass).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}
