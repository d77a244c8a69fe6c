//! What every request and every answer pass on their way.

pub mod bodies;
pub mod caller;
pub mod dress;
pub mod kept;
pub mod language;
pub mod limits;
pub mod proxies;
pub mod security;
pub mod watch;

use self::bodies::Bodies;
use crate::context::Shared;
use axum::{Router, error_handling::HandleErrorLayer, middleware};
use tower::{ServiceBuilder, limit::GlobalConcurrencyLimitLayer, load_shed::LoadShedLayer};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer};

/// The most that a request may carry: the longest form filled to its limits has room several times over.
pub const MOST_BYTES: usize = 256 * 1024;

/// Puts every layer around the routes. A request passes them from first to last, its answer from last to first.
pub fn around(routes: Router<Shared>, shared: &Shared, at_once: usize) -> Router<Shared> {
    routes.layer(
        ServiceBuilder::new()
            .layer(middleware::from_fn_with_state(shared.clone(), watch::watch))
            .layer(CompressionLayer::new())
            .layer(middleware::from_fn_with_state(shared.clone(), kept::keep))
            .layer(middleware::from_fn_with_state(shared.clone(), security::headers))
            .layer(middleware::from_fn_with_state(shared.clone(), dress::dress))
            .layer(middleware::from_fn_with_state(Bodies::beside(at_once), bodies::receive))
            // What is kept or inside the program is answered in no time, however many ask.
            .layer(HandleErrorLayer::new(limits::turned_away))
            .layer(LoadShedLayer::new())
            .layer(GlobalConcurrencyLimitLayer::new(at_once))
            .layer(CatchPanicLayer::custom(dress::panicked))
            .layer(middleware::from_fn(limits::time))
            // Mail programs post there of their own accord; the secret in the address is what proves the wish.
            .layer(CsrfLayer::new().with_insecure_bypass(|_, address| address.path().starts_with("/unsubscribe/"))),
    )
}
