//! A mail server that does as it is told: it takes mails, refuses them, or hangs up in the middle.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig, server::TlsStream};

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
    pub tls: Tls,
}

/// How the way to it is protected.
#[derive(Clone, Debug, Default)]
pub enum Tls {
    /// Not at all, and it offers nothing.
    #[default]
    None,
    Implicit(Arc<ServerConfig>),
    /// After a greeting, by STARTTLS.
    Offered(Arc<ServerConfig>),
}

/// A running mail server.
pub struct Relay {
    pub address: String,
    taken: Lines,
    heard: Lines,
}

type Lines = Arc<Mutex<Vec<String>>>;

/// What is heard where somebody does not want its certificate.
pub const NO_TLS: &str = "(no TLS)";

impl Relay {
    /// The mails it took.
    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What it was told, apart from the mails; what was encrypted begins with "tls: ".
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Desk {
    mail: VecDeque<Reply>,
    rcpt: VecDeque<Reply>,
    data: VecDeque<Reply>,
    tls: Tls,
    taken: Lines,
    heard: Lines,
}

pub async fn relay(script: Script) -> Relay {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (taken, heard) = (Lines::default(), Lines::default());
    let mut desk = Desk {
        mail: script.mail.into(),
        rcpt: script.rcpt.into(),
        data: script.data.into(),
        tls: script.tls,
        taken: Arc::clone(&taken),
        heard: Arc::clone(&heard),
    };
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Whoever hangs up is none of its business.
            let _ = desk.serve(stream).await;
        }
    });
    Relay { address, taken, heard }
}

async fn line(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<String>> {
    let mut line = String::new();
    let count = stream.read_line(&mut line).await?;
    Ok((count > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}

async fn say(stream: &mut (impl AsyncWrite + Unpin), line: &str) -> io::Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await?;
    stream.flush().await
}

impl Desk {
    async fn serve(&mut self, mut stream: TcpStream) -> io::Result<()> {
        match self.tls.clone() {
            Tls::Implicit(config) => {
                let mut stream = self.encrypt(stream, config).await?;
                say(&mut stream, "220 test").await?;
                self.talk(stream, "tls: ", "250 AUTH PLAIN").await?;
            }
            Tls::Offered(config) => {
                say(&mut stream, "220 test").await?;
                if let Some(stream) = self.talk(stream, "", "250-STARTTLS\r\n250 AUTH PLAIN").await? {
                    let stream = self.encrypt(stream, config).await?;
                    self.talk(stream, "tls: ", "250 AUTH PLAIN").await?;
                }
            }
            Tls::None => {
                say(&mut stream, "220 test").await?;
                self.talk(stream, "", "250 AUTH PLAIN").await?;
            }
        }
        Ok(())
    }

    async fn encrypt(&mut self, stream: TcpStream, config: Arc<ServerConfig>) -> io::Result<TlsStream<TcpStream>> {
        TlsAcceptor::from(config).accept(stream).await.inspect_err(|_| self.hear(NO_TLS.to_owned()))
    }

    fn hear(&self, line: String) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// Does as it is told; gives the stream back where it is to be encrypted.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: S,
        way: &str,
        offers: &str,
    ) -> io::Result<Option<S>> {
        let mut stream = BufReader::new(stream);
        while let Some(told) = line(&mut stream).await? {
            self.hear(format!("{way}{told}"));
            let verb = told.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let reply = match verb.as_str() {
                "MAIL" => self.mail.pop_front().unwrap_or(Reply::Line("250 ok")),
                "RCPT" => self.rcpt.pop_front().unwrap_or(Reply::Line("250 ok")),
                "DATA" => {
                    say(&mut stream, "354 go on").await?;
                    let mut mail = String::new();
                    while let Some(line) = line(&mut stream).await?.filter(|line| line != ".") {
                        mail.push_str(&line);
                        mail.push_str("\r\n");
                    }
                    let reply = self.data.pop_front().unwrap_or(Reply::Line("250 taken"));
                    if matches!(reply, Reply::Line(line) if line.starts_with('2')) {
                        self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
                    }
                    reply
                }
                "EHLO" => {
                    say(&mut stream, &format!("250-test\r\n{offers}")).await?;
                    continue;
                }
                "STARTTLS" => {
                    say(&mut stream, "220 go on").await?;
                    return Ok(Some(stream.into_inner()));
                }
                "AUTH" => Reply::Line("235 welcome"),
                "QUIT" => Reply::Line("221 bye"),
                _ => Reply::Line("250 ok"),
            };
            match reply {
                Reply::Line(line) => say(&mut stream, line).await?,
                Reply::HangUp => return Ok(None),
            }
        }
        Ok(None)
    }
}
