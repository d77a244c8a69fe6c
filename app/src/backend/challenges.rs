//! The part of the port that is about challenges.

use super::Outage;
use async_trait::async_trait;
use domain::{
    access::ChallengePass,
    attachment::{FileKind, NewFile},
    challenge::{Challenge, ChallengeLine, ChallengePage, ChallengeSaved, NewChallenge},
    taxonomy::Slug,
};

#[async_trait]
pub trait ChallengeBackend: Send + Sync + 'static {
    /// Every challenge, also those that have not opened yet, as of now.
    fn challenges(&self) -> Vec<ChallengeLine>;

    /// A challenge with what answers it; none where there is none by that name.
    async fn challenge(&self, slug: &Slug) -> Result<Option<ChallengePage>, Outage>;

    /// Opens a challenge, with a picture or without.
    async fn open_challenge(
        &self,
        pass: ChallengePass<'_>,
        new: &NewChallenge,
        picture: Option<&NewFile>,
    ) -> Result<ChallengeSaved, Outage>;

    /// Changes a challenge that stands at the version seen; a picture takes the place of the one it had.
    async fn change_challenge(
        &self,
        pass: ChallengePass<'_>,
        slug: &Slug,
        new: &NewChallenge,
        picture: Option<&NewFile>,
    ) -> Result<ChallengeSaved, Outage>;

    /// The picture of a challenge, where it has one that has been described.
    async fn challenge_picture(&self, slug: &Slug) -> Result<Option<(Challenge, FileKind, Vec<u8>)>, Outage>;
}
