//! How an entry was changed. Editing and restoring are done by plain forms (`server/src/forms`).

use super::ApiError;
use domain::{change::Log, reference::Reference};
use leptos::{prelude::*, server_fn::codec::Json};

/// The log of an entry, as far as whoever asks may read it.
#[server(endpoint = "log", input = Json, output = Json)]
pub async fn fetch_log(reference: Reference) -> Result<Log, ApiError> {
    use crate::backend::{NoPass, entry_pass};

    let (visitor, backend) = (super::visitor(), super::backend()?);
    let log = match entry_pass(&*backend, &visitor, reference).await {
        Ok(pass) => backend.log(pass).await?,
        Err(NoPass::Denied(_)) => backend.open_log(&visitor, reference).await?,
        Err(why) => return Err(why.into()),
    };
    log.ok_or_else(|| super::refuse(ApiError::NotFound))
}
