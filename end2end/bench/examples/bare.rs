//! `bare ADDRESS FILE`: serves a file's bytes from memory and does nothing else: as fast as axum gets.

use anyhow::anyhow;
use axum::{Router, body::Bytes, http::header::CONTENT_TYPE, routing::get, serve::ListenerExt};
use std::{env, fs};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let [_, address, file] = arguments.as_slice() else { return Err(anyhow!("bare ADDRESS FILE")) };
    let bytes = Bytes::from(fs::read(file)?);
    let page = move || async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], bytes) };
    let listener = TcpListener::bind(address).await?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, Router::new().route("/portfolio", get(page))).await?)
}
