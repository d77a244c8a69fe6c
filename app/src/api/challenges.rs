//! Challenges. Opening and changing them is done by plain forms (`server/src/forms/challenges.rs`).

use super::ApiError;
use domain::{
    challenge::{ChallengePage, Challenges},
    taxonomy::Slug,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// All challenges that whoever asks may see.
#[server(endpoint = "challenges", input = Json, output = Json)]
pub async fn fetch_challenges() -> Result<Challenges, ApiError> {
    use domain::challenge::Period;
    use std::cmp::Reverse;

    let (visitor, backend) = (super::visitor(), super::backend()?);
    let today = backend.today();
    let opens_them = visitor.challenges().is_ok();
    let mut challenges = backend.challenges();
    challenges.retain(|challenge| opens_them || challenge.period(today) != Period::Coming);
    challenges.sort_by_key(|challenge| match challenge.period(today) {
        Period::Open => (Period::Open, challenge.closes.days_since(today), Reverse(challenge.opens)),
        other => (other, 0, Reverse(challenge.opens)),
    });
    Ok(Challenges { today, challenges })
}

/// A challenge with what answers it. Before it opens, only those who open challenges see it.
#[server(endpoint = "challenge", input = Json, output = Json)]
pub async fn fetch_challenge(slug: Slug) -> Result<ChallengePage, ApiError> {
    use domain::challenge::Period;

    let (visitor, backend) = (super::visitor(), super::backend()?);
    let found = backend.challenge(&slug).await?;
    let found = found.filter(|page| page.period != Period::Coming || visitor.challenges().is_ok());
    found.ok_or_else(|| super::refuse(ApiError::NotFound))
}
