//! The mails that were sent or wait, for managers.

use super::ApiError;
use domain::letter::OutboxPage;
use leptos::{prelude::*, server_fn::codec::Json};

/// A page of the mails, the newest first.
#[server(endpoint = "outbox", input = Json, output = Json)]
pub async fn fetch_outbox(page: u32) -> Result<OutboxPage, ApiError> {
    let visitor = super::visitor();
    Ok(super::backend()?.outbox(visitor.whole()?, page).await?)
}
