//! What has come in and what becomes of it, for managers. Deciding and acting are done by plain forms
//! (`server/src/forms`).

use super::ApiError;
use domain::{
    action::Acting,
    reception::{
        Received,
        queue::{QueueFilter, QueuePage},
        register::{RegisterFilter, RegisterPage},
    },
    reference::Reference,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// A page of what has come in; `done` is what was just decided, for those who come from there.
#[server(endpoint = "queue", input = Json, output = Json)]
pub async fn fetch_queue(filter: QueueFilter, done: Option<Reference>) -> Result<QueuePage, ApiError> {
    let visitor = super::visitor();
    Ok(super::backend()?.queue(visitor.manager()?, &filter, done).await?)
}

/// A page of the registrar's list.
#[server(endpoint = "register", input = Json, output = Json)]
pub async fn fetch_register(filter: RegisterFilter) -> Result<RegisterPage, ApiError> {
    let visitor = super::visitor();
    Ok(super::backend()?.register(visitor.manager()?, &filter).await?)
}

/// A published entry with what a manager needs to act on it.
#[server(endpoint = "acting", input = Json, output = Json)]
pub async fn fetch_acting(reference: Reference) -> Result<Acting, ApiError> {
    let (visitor, backend) = (super::visitor(), super::backend()?);
    let pass = super::entry_pass(&backend, &visitor, reference).await?;
    backend.acting(pass).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}

/// One submission with all that managers may know of it.
#[server(endpoint = "received", input = Json, output = Json)]
pub async fn fetch_received(reference: Reference) -> Result<Received, ApiError> {
    let (visitor, backend) = (super::visitor(), super::backend()?);
    let pass = super::entry_pass(&backend, &visitor, reference).await?;
    backend.received(pass).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}
