//! Listening: at an address of our own, or on a socket that systemd holds for us; and answering until told to stop.

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use listenfd::ListenFd;
use std::{
    future::Future,
    io,
    net::{SocketAddr, TcpListener},
    pin::pin,
    time::Duration,
};
use tokio::net::TcpStream;
use tower::ServiceExt;

/// How long requests under way may take when the server is told to stop.
pub const GRACE: Duration = Duration::from_secs(10);
/// How long whoever has just been let in has for a first request when the server is told to stop.
const LINGER: Duration = Duration::from_millis(300);
/// How long a client may take for the headers of a request. Between requests a connection may lie still as long;
/// proxies close theirs a little sooner.
const PATIENCE: Duration = Duration::from_secs(75);
/// How long to wait where nobody can be let in: there may be too many open files.
const PAUSE: Duration = Duration::from_millis(200);

/// Takes the socket that systemd (or another that speaks its protocol) holds, so that a restart drops no connection;
/// where there is none, listens at the address.
///
/// # Errors
/// When neither can be had.
pub fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    match ListenFd::from_env().take_tcp_listener(0)? {
        Some(held) => Ok(held),
        None => TcpListener::bind(address),
    }
}

/// Serves until `stop` comes, and then finishes what is under way, for [`GRACE`] at most.
///
/// # Errors
/// When the listener cannot be used.
pub async fn until(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    until_with(PATIENCE, listener, router, stop).await
}

async fn until_with(
    patience: Duration,
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            // Whoever waits at the door is let in before it is closed.
            biased;
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => serve(patience, stream, peer, router.clone(), &connections),
            Err(error) => {
                tracing::warn!(%error, "nobody can be let in");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    // A connection that is closed before its first request was read looks to its client like a broken server.
    tokio::time::sleep(LINGER).await;
    if tokio::time::timeout(GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("requests under way took too long and were cut off");
    }
    Ok(())
}

fn serve(patience: Duration, stream: TcpStream, peer: SocketAddr, router: Router, connections: &GracefulShutdown) {
    // Without this each answer waits 40 ms for a packet that does not come.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "answers will be slow");
    }
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let connection = connections.watch(http.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        // Clients hang up as they like.
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::oneshot,
    };

    #[tokio::test]
    async fn whoever_dawdles_over_headers_is_let_go_and_others_are_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().route("/", axum::routing::get(|| async { "here" }));
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(until_with(Duration::from_millis(100), listener, router, async move {
            let _ = stopped.await;
        }));
        let mut slow = TcpStream::connect(address).await.expect("let in");
        slow.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ").await.expect("begun");
        let mut quick = TcpStream::connect(address).await.expect("let in");
        quick.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.expect("asked");
        let mut answer = String::new();
        quick.read_to_string(&mut answer).await.expect("answered");
        assert!(answer.ends_with("here"), "{answer}");
        let mut rest = Vec::new();
        let let_go = tokio::time::timeout(Duration::from_secs(5), slow.read_to_end(&mut rest)).await;
        assert!(let_go.is_ok(), "the connection is still open");
        drop(stop);
        serving.await.expect("no panic").expect("an end");
    }
}
