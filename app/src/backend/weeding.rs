//! The part of the port that is about weeding, which the server does by itself.

use super::Outage;
use async_trait::async_trait;
use domain::{access::WholePass, weeding::Weeding};

#[async_trait]
pub trait WeedingBackend: Send + Sync + 'static {
    /// The rules, what they are about to weed, and what they have weeded.
    async fn weeding(&self, pass: WholePass<'_>) -> Result<Weeding, Outage>;
}
