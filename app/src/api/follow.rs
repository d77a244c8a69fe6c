//! What is followed, for whoever has the secret of a mail or of a receipt, or an account. Following and stopping are
//! done by plain forms (`server/src/forms/follow.rs`).

use super::ApiError;
use domain::follow::{Followings, Opened, SenderMail};
use leptos::{prelude::*, server_fn::codec::Json};

/// What the secret link of a mail opens.
#[server(endpoint = "following", input = Json, output = Json)]
pub async fn fetch_following(token: String) -> Result<Opened, ApiError> {
    super::backend()?.opened(&token).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}

/// What whoever has signed in follows.
#[server(endpoint = "followings", input = Json, output = Json)]
pub async fn fetch_followings() -> Result<Followings, ApiError> {
    use domain::access::Denied;

    let visitor = super::visitor();
    let account = visitor.account().ok_or(Denied::SignInFirst)?;
    Ok(super::backend()?.followed_by(account).await?)
}

/// How mail about something handed in stands.
#[server(endpoint = "sender_mail", input = Json, output = Json)]
pub async fn fetch_sender_mail(receipt: String) -> Result<SenderMail, ApiError> {
    super::backend()?.sender_mail(&receipt).await?.ok_or_else(|| super::refuse(ApiError::NotFound))
}
