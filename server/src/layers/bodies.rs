//! What comes with a request is received before the request takes up room: whoever sends slowly keeps nobody waiting.

use super::{MOST_BYTES, limits};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_stream::StreamExt;

/// The most files at the same time: each is held in memory until it has been looked through.
const MOST_FILES: usize = 24;

/// How many bodies may be on their way at the same time.
#[derive(Clone)]
pub struct Bodies {
    /// Of forms, which are read into memory.
    forms: Arc<Semaphore>,
    /// Of files, which are larger than that: a request that brings one takes up room meanwhile.
    files: Arc<Semaphore>,
}

impl Bodies {
    /// For a server that works on so many requests at once: twice as many forms on their way, and files in a quarter of
    /// the room, though no more than [`MOST_FILES`].
    pub fn beside(at_once: usize) -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self { forms: places(2 * at_once), files: places((at_once / 4).clamp(1, MOST_FILES)) }
    }
}

/// Receives a body before the request goes on; whoever sends when there is no room is asked to come again.
pub async fn receive(State(bodies): State<Bodies>, request: Request, next: Next) -> Response {
    // Nobody reads what comes with a wish to read, and others may wait for the same page.
    if request.body().is_end_stream() || matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if limits::is_upload(&request) {
        return match bodies.files.try_acquire() {
            Ok(_place) => next.run(request).await,
            Err(_) => limits::come_again(),
        };
    }
    let (parts, body) = request.into_parts();
    let received = match bodies.forms.try_acquire() {
        Ok(_place) => limits::within(limits::LONGEST, read(body)).await,
        Err(_) => return limits::come_again(),
    };
    match received {
        Ok(body) => next.run(Request::from_parts(parts, body)).await,
        Err(late) => late.into_response(),
    }
}

/// Reads a body to its end, or as far as it may go: who answers refuses one that goes on.
async fn read(body: Body) -> Body {
    let mut rest = body.into_data_stream();
    let mut start = Vec::new();
    while start.len() <= MOST_BYTES {
        match rest.next().await {
            Some(Ok(bytes)) => start.extend_from_slice(&bytes),
            Some(Err(error)) => return Body::from_stream(tokio_stream::iter([Ok(Bytes::from(start)), Err(error)])),
            None => return Body::from(start),
        }
    }
    Body::from_stream(tokio_stream::once(Ok(Bytes::from(start))).chain(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        Router,
        body::to_bytes,
        http::StatusCode,
        middleware,
        routing::{get, post},
    };
    use tokio_stream::pending;
    use tower::ServiceExt;

    fn router(bodies: Bodies) -> Router {
        let length = |body: Body| async {
            to_bytes(body, usize::MAX).await.map(|bytes| bytes.len().to_string()).map_err(|_| StatusCode::BAD_REQUEST)
        };
        let page = get(|| async { "a page" });
        Router::new()
            .route("/submit", post(length))
            .route("/about", page)
            .layer(middleware::from_fn_with_state(bodies, receive))
    }

    async fn ask(router: &Router, body: Body) -> Response {
        let request = Request::post("/submit").body(body).expect("a request");
        router.clone().oneshot(request).await.expect("an answer")
    }

    /// A form that comes in pieces, and then breaks off where `end` is an error.
    fn pieces(count: usize, end: Option<std::io::Error>) -> Body {
        let pieces = std::iter::repeat_n(Bytes::from_static(&[b'a'; 1000]), count).map(Ok).chain(end.map(Err));
        Body::from_stream(tokio_stream::iter(pieces.collect::<Vec<_>>()))
    }

    #[tokio::test]
    async fn a_body_comes_through_as_it_is_however_long() {
        let router = router(Bodies::beside(1));
        for count in [0, 1, 3, MOST_BYTES / 1000 + 1, 2 * MOST_BYTES / 1000] {
            let answer = ask(&router, pieces(count, None)).await;
            let told = to_bytes(answer.into_body(), 100).await.expect("a number");
            assert_eq!(told, (count * 1000).to_string());
        }
        let broken = ask(&router, pieces(3, Some(std::io::ErrorKind::ConnectionReset.into()))).await;
        assert_eq!(broken.status(), StatusCode::BAD_REQUEST, "half a form is no form");
    }

    #[tokio::test]
    async fn whoever_reads_need_not_be_heard_out() {
        let router = router(Bodies::beside(1));
        let request = || Request::get("/about").body(silence()).expect("a request");
        for _ in 0..3 {
            let answer = router.clone().oneshot(request()).await.expect("an answer");
            assert_eq!(answer.status(), StatusCode::OK);
        }
    }

    /// A body that never comes.
    fn silence() -> Body {
        Body::from_stream(pending::<Result<Bytes, std::io::Error>>())
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_dawdles_is_let_go_and_leaves_the_place_to_others() {
        let router = router(Bodies::beside(1));
        let dawdler = || ask(&router, silence());
        let (first, second, third) = tokio::join!(dawdler(), dawdler(), dawdler());
        assert_eq!([first.status(), second.status()], [StatusCode::SERVICE_UNAVAILABLE; 2]);
        assert!(third.headers().contains_key("retry-after"), "there was no place for it");
        assert_eq!(ask(&router, pieces(1, None)).await.status(), StatusCode::OK);
    }
}
