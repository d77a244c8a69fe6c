//! What the address asks, answered again whenever it changes: by the browser's own copy of the portfolio where it has
//! one, else by the server.

use crate::{
    api::ApiError,
    browser::portfolio::{self, AtHand, keep_fresh},
    i18n::language,
};
use domain::language::Language;
use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;

/// An answer to a query string.
pub trait Answer: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The answer of a portfolio at hand.
    fn of(portfolio: &AtHand, query: &str, language: Language) -> Self;

    /// Whether the portfolio at hand could answer fully.
    fn is_certain(&self) -> bool;

    /// The same from the server.
    fn fetch(query: String, language: Language) -> impl Future<Output = Result<Self, ApiError>> + Send;
}

/// A question and its answer as it stands. It must be read inside a `Transition`: the server waits for it there.
pub struct Asked<T: Answer> {
    /// The answer that the page came with.
    first: Resource<Result<T, ApiError>>,
    /// The answer to what has been asked since.
    latest: RwSignal<Option<Result<T, ApiError>>>,
    query: Memo<String>,
}

impl<T: Answer> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Answer> Copy for Asked<T> {}

impl<T: Answer> Asked<T> {
    /// Asks what `query` holds, now and at each change, and sees to it that the browser can soon answer by itself.
    pub fn new(query: Memo<String>) -> Self {
        keep_fresh();
        Self::once(query)
    }

    /// The same for a page that is asked little: it leaves the browser's copy as it is.
    pub fn once(query: Memo<String>) -> Self {
        let reader = language();
        let first = Resource::new(
            || (),
            move |()| {
                let query = query.get_untracked();
                let at_hand = portfolio::with(|portfolio| T::of(portfolio, &query, reader)).filter(T::is_certain);
                async move {
                    match at_hand {
                        Some(answer) => Ok(answer),
                        None => T::fetch(query, reader).await,
                    }
                }
            },
        );
        let asked = Self { first, latest: RwSignal::new(None), query };
        Effect::new(move |before: Option<()>| {
            query.track();
            portfolio::track();
            if before.is_some() {
                asked.answer(reader);
            }
        });
        asked
    }

    /// Asks once more, after a failure.
    pub fn again(&self) {
        self.answer(language());
    }

    /// Reads the answer, once there is one.
    pub fn read<R>(&self, read: impl FnOnce(&Result<T, ApiError>) -> R) -> Option<R> {
        if self.latest.with(Option::is_some) {
            self.latest.with(|answer| answer.as_ref().map(read))
        } else {
            self.first.with(|answer| answer.as_ref().map(read))
        }
    }

    fn answer(self, reader: Language) {
        let query = self.query.get_untracked();
        let at_hand = portfolio::with(|portfolio| T::of(portfolio, &query, reader));
        if at_hand.as_ref().is_some_and(T::is_certain) {
            self.settle(at_hand.map(Ok));
            return;
        }
        spawn_local(async move {
            let answer = T::fetch(query.clone(), reader).await;
            // An answer to what is no longer asked is not shown.
            if self.query.try_get_untracked().is_some_and(|now| now == query) {
                // Without a server, half an answer is better than none.
                self.settle(Some(match (answer, at_hand) {
                    (Err(ApiError::Unreachable), Some(at_hand)) => Ok(at_hand),
                    (answer, _) => answer,
                }));
            }
        });
    }

    /// Shows an answer, unless it is the one that is shown.
    fn settle(&self, answer: Option<Result<T, ApiError>>) {
        if untrack(|| self.read(|shown| Some(shown) != answer.as_ref())).unwrap_or(true) {
            self.latest.set(answer);
        }
    }
}
