//! People with an account. Changing them is done by plain forms (`server/src/forms`).

use super::ApiError;
use domain::person::{OwnAccount, Person, PersonRecord};
use leptos::{prelude::*, server_fn::codec::Json};

/// Everybody with an account, for administrators.
#[server(endpoint = "people", input = Json, output = Json)]
pub async fn fetch_people() -> Result<Vec<Person>, ApiError> {
    let visitor = super::visitor();
    Ok(super::backend()?.people(visitor.administrator()?).await?)
}

/// One person with what was done with the account, for administrators.
#[server(endpoint = "person", input = Json, output = Json)]
pub async fn fetch_person(id: i64) -> Result<PersonRecord, ApiError> {
    let visitor = super::visitor();
    let found = super::backend()?.person(visitor.administrator()?, id).await?;
    found.ok_or_else(|| super::refuse(ApiError::NotFound))
}

/// One's own account, and the key of the session that asks.
#[server(endpoint = "own_account", input = Json, output = Json)]
pub async fn fetch_own_account() -> Result<(OwnAccount, String), ApiError> {
    let visitor = super::visitor();
    let own = super::backend()?.own_account(visitor.own_account()?).await?;
    Ok((own, use_context::<SessionKey>().map(|key| key.0).unwrap_or_default()))
}

/// Whether the token of a one-time link opens what its page is for.
#[server(endpoint = "link", input = Json, output = Json)]
pub async fn fetch_link(token: String, purpose: LinkPurpose) -> Result<(), ApiError> {
    use crate::backend::LinkOpens;

    match (super::backend()?.link(&token).await?, purpose) {
        (Some(LinkOpens::Password(_)), LinkPurpose::Password)
        | (Some(LinkOpens::FirstAdministrator), LinkPurpose::FirstAdministrator) => Ok(()),
        _ => Err(super::refuse(ApiError::NotFound)),
    }
}

/// What the page of a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    Password,
    FirstAdministrator,
}

/// The key of the session that asks, as the server puts it into the context.
#[derive(Clone, Debug)]
pub struct SessionKey(pub String);
