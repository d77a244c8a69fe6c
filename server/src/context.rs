//! What handlers share, and what a request tells the pages and server functions that answer it.

use crate::{
    db::{Store, sessions},
    layers::{caller::Caller, kept::KeptPages, limits::Limits, proxies::Proxies},
    mail::settings::SiteUrl,
    sso::SingleSignOn,
};
use app::{api::people::SessionKey, backend::SharedBackend, posted::Posted, shell::AssetLinks};
use leptos::prelude::*;
use std::{ops::Deref, sync::Arc};
use tokio::sync::Semaphore;

/// What every handler shares. Each layer that a request passes has its own copy, which must cost next to nothing.
#[derive(Clone)]
pub struct Shared(Arc<Parts>);

/// What there is to share.
pub struct Parts {
    pub store: Store,
    pub links: AssetLinks,
    pub limits: Limits,
    pub pages: KeptPages,
    /// One for each page that is being rendered.
    pub turns: Arc<Semaphore>,
    /// Up to how many entries browsers get the portfolio to explore by themselves.
    pub entries_in_browser: usize,
    /// How people sign in where the municipality does, if they can.
    pub sso: Option<SingleSignOn>,
    /// The proxies in front, which say who asks and over which protocol.
    pub proxies: Proxies,
    /// Where people find the site, where that is set.
    pub site: Option<SiteUrl>,
    /// When this server started: while developing, pages reload when it changes.
    pub started: i64,
}

impl Deref for Shared {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Shared {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Makes known to a page or a server function who asks, in which language, and of what store. Given alike to both,
    /// so that a page finds the same whether the server or the browser asks for its data.
    pub fn context(&self, caller: &Caller, posted: Option<Posted>) -> impl Fn() + Clone + Send + Sync + 'static {
        let backend: SharedBackend = Arc::new(self.store.clone());
        let shared = self.clone();
        let (visitor, language) = (caller.visitor.clone(), caller.language);
        let sharer = caller.sharer();
        let session = caller.token.as_deref().map(|token| SessionKey(sessions::key(token)));
        move || {
            provide_context(SharedBackend::clone(&backend));
            provide_context(shared.links.clone());
            provide_context(visitor.clone());
            provide_context(language);
            provide_context(sharer);
            if let Some(session) = &session {
                provide_context(session.clone());
            }
            if let Some(posted) = &posted {
                provide_context(posted.clone());
            }
        }
    }
}
