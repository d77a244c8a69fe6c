//! What is weeded, and by which rules.

use super::ApiError;
use domain::weeding::Weeding;
use leptos::{prelude::*, server_fn::codec::Json};

/// The rules, what they are about to weed, and what they have weeded.
#[server(endpoint = "weeding", input = Json, output = Json)]
pub async fn fetch_weeding() -> Result<Weeding, ApiError> {
    let visitor = super::visitor();
    Ok(super::backend()?.weeding(visitor.whole()?).await?)
}
