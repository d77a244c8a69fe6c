//! The part of the port that is about who has the same need.

use super::Outage;
use async_trait::async_trait;
use domain::{
    reference::Reference,
    same_need::{SameNeed, Shared, Sharer, Sharing},
};

#[async_trait]
pub trait NeedBackend: Send + Sync + 'static {
    /// How many have the need of a published entry, and whether whoever asks is one of them; none where there is no such
    /// entry.
    async fn same_need(&self, reference: Reference, who: Sharer) -> Result<Option<SameNeed>, Outage>;

    /// Says that somebody has the need of a published entry, or takes it back.
    async fn share_need(&self, reference: Reference, who: Sharer, sharing: Sharing) -> Result<Shared, Outage>;
}
