//! The part of the port that is about who has the same need.

use super::Outage;
use async_trait::async_trait;
use domain::{
    reference::Reference,
    same_need::{Shared, Sharer, Sharing},
};

#[async_trait]
pub trait NeedBackend: Send + Sync + 'static {
    /// Says that somebody has the need of a published entry, or takes it back.
    async fn share_need(&self, reference: Reference, who: Sharer, sharing: Sharing) -> Result<Shared, Outage>;
}
