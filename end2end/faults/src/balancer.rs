//! A load balancer: hands each connection on to the next instance that takes it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

pub struct Balancer {
    port: u16,
    task: JoinHandle<()>,
}

impl Balancer {
    pub async fn before(ports: Vec<u16>) -> anyhow::Result<Self> {
        let door = TcpListener::bind("127.0.0.1:0").await?;
        let port = door.local_addr()?.port();
        let (ports, turn) = (Arc::new(ports), Arc::new(AtomicUsize::new(0)));
        let task = tokio::spawn(async move {
            while let Ok((from, _)) = door.accept().await {
                tokio::spawn(hand_on(from, Arc::clone(&ports), Arc::clone(&turn)));
            }
        });
        Ok(Self { port, task })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn hand_on(mut from: TcpStream, ports: Arc<Vec<u16>>, turn: Arc<AtomicUsize>) {
    for _ in 0..ports.len() {
        let port = ports[turn.fetch_add(1, Ordering::Relaxed) % ports.len()];
        if let Ok(mut to) = TcpStream::connect(("127.0.0.1", port)).await {
            // Either side may hang up, which is what this is about.
            let _ = copy_bidirectional(&mut from, &mut to).await;
            return;
        }
    }
}
