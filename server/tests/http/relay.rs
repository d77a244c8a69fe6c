//! A mail server that does as it is told: it takes mails, refuses them, or hangs up in the middle.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What is answered.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    Line(&'static str),
    HangUp,
}

/// What is answered to each step, in turn; after that all is taken.
#[derive(Debug, Default)]
pub struct Script {
    pub mail: Vec<Reply>,
    pub rcpt: Vec<Reply>,
    /// To the mail itself, once it has come.
    pub data: Vec<Reply>,
}

/// A running mail server.
pub struct Relay {
    pub address: String,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Relay {
    /// The mails it took.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Desk {
    mail: VecDeque<Reply>,
    rcpt: VecDeque<Reply>,
    data: VecDeque<Reply>,
    taken: Arc<Mutex<Vec<String>>>,
}

pub async fn relay(script: Script) -> Relay {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let taken = Arc::new(Mutex::new(Vec::new()));
    let mut desk = Desk {
        mail: script.mail.into(),
        rcpt: script.rcpt.into(),
        data: script.data.into(),
        taken: Arc::clone(&taken),
    };
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Whoever hangs up is none of its business.
            let _ = desk.serve(stream).await;
        }
    });
    Relay { address, taken }
}

impl Desk {
    async fn serve(&mut self, mut stream: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = stream.split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 test\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let reply = match verb.as_str() {
                "MAIL" => self.mail.pop_front().unwrap_or(Reply::Line("250 ok")),
                "RCPT" => self.rcpt.pop_front().unwrap_or(Reply::Line("250 ok")),
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await?;
                    let mut mail = String::new();
                    while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                        mail.push_str(&line);
                        mail.push_str("\r\n");
                    }
                    let reply = self.data.pop_front().unwrap_or(Reply::Line("250 taken"));
                    if matches!(reply, Reply::Line(line) if line.starts_with('2')) {
                        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
                    }
                    reply
                }
                "QUIT" => Reply::Line("221 bye"),
                _ => Reply::Line("250 ok"),
            };
            match reply {
                Reply::Line(line) => write.write_all(format!("{line}\r\n").as_bytes()).await?,
                Reply::HangUp => return Ok(()),
            }
        }
        Ok(())
    }
}
