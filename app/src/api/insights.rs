//! The whole at a glance.

use super::ApiError;
use crate::insights::{Section, Told};
use domain::{day::Day, insights::target::Target, language::Language};
use leptos::{prelude::*, server_fn::codec::Json};

/// What a section tells of the entries that a query string finds, in `language`.
#[server(endpoint = "insights", input = Json, output = Json)]
pub async fn fetch_insights(section: Section, query: String, language: Language) -> Result<Told, ApiError> {
    use crate::insights::ground::{Ground, speaking};

    let ground = Ground::of(&super::backend()?, &query, &super::visitor()).await?;
    Ok(speaking(language, || ground.tell(section)))
}

/// The latest target mix, and the day of today, for the form that sets another.
#[server(endpoint = "target", input = Json, output = Json)]
pub async fn fetch_target() -> Result<(Option<Target>, Day), ApiError> {
    let visitor = super::visitor();
    visitor.whole()?;
    let backend = super::backend()?;
    Ok((backend.targets().await?.into_iter().next(), backend.today()))
}
