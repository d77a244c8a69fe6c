//! What people say about published entries. Saying, hiding and withdrawing are done by a plain form
//! (`server/src/forms`).

use super::ApiError;
use domain::{
    comment::{Comment, WaitingComment},
    reference::Reference,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// The comments of a published entry, as far as whoever asks may read them.
#[server(endpoint = "comments", input = Json, output = Json)]
pub async fn fetch_comments(reference: Reference) -> Result<Vec<Comment>, ApiError> {
    use crate::backend::{NoPass, entry_pass};
    use domain::comment::Reader;

    let (visitor, backend) = (super::visitor(), super::backend()?);
    let manages = match entry_pass(&*backend, &visitor, reference).await {
        Ok(_) => true,
        Err(NoPass::Denied(_)) => false,
        Err(why) => return Err(why.into()),
    };
    let reader = Reader { account: visitor.account().map(|account| account.id), manages };
    backend.comments(reference, reader).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}

/// What residents have said that waits to be read.
#[server(endpoint = "waiting_comments", input = Json, output = Json)]
pub async fn fetch_waiting_comments() -> Result<Vec<WaitingComment>, ApiError> {
    let visitor = super::visitor();
    Ok(super::backend()?.waiting_comments(visitor.manager()?).await?)
}
