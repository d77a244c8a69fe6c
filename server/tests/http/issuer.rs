//! An issuer of single sign-on that hands out whatever token it is told to.

use crate::{harness::*, proxied::run};
use axum::{Json, Router, routing, serve::Listener};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use fyrfalt::{
    clock,
    router::Options,
    sso::{BACK, Settings, SingleSignOn},
};
use openidconnect::{
    ClientId, ClientSecret, IssuerUrl, JsonWebKeyId, PrivateSigningKey, RedirectUrl,
    core::{CoreJsonWebKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey},
};
use serde_json::{Value, json};
use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig, server::TlsStream};

pub const SITE: &str = "fyrfalt";
pub const SECRET: &str = "mycket hemligt";
/// The name of each key: a forger knows it, as everybody does.
const KEY: &str = "nyckel";

/// A running issuer, whose people are all employees.
pub struct Issuer {
    pub address: String,
    pub key: CoreRsaPrivateSigningKey,
    handed_out: Arc<Mutex<String>>,
}

pub fn new_key_pair() -> CoreRsaPrivateSigningKey {
    let folder = TempDir::new().expect("a folder");
    run("openssl", &["genrsa", "-traditional", "-out", "key.pem", "2048"], folder.path());
    let pem = std::fs::read_to_string(folder.path().join("key.pem")).expect("a key");
    CoreRsaPrivateSigningKey::from_pem(&pem, Some(JsonWebKeyId::new(KEY.to_owned()))).expect("a key")
}

/// How an issuer is set up.
#[derive(Default)]
pub struct Setup {
    /// What it says it is called; its address, where nothing is set.
    pub name: Option<String>,
    /// Where it says that tokens are handed out; with itself, where nothing is set.
    pub tokens: Option<String>,
    /// With a certificate for "localhost"; without one it does not encrypt.
    pub tls: Option<Arc<ServerConfig>>,
}

impl Issuer {
    pub async fn open() -> Self {
        Self::open_as(Setup::default()).await
    }

    pub async fn open_as(Setup { name, tokens, tls }: Setup) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let address =
            if tls.is_some() { format!("https://localhost:{port}") } else { format!("http://127.0.0.1:{port}") };
        let key = new_key_pair();
        let handed_out = Arc::new(Mutex::new(String::new()));
        let about = json!({
            "issuer": name.as_ref().unwrap_or(&address),
            "authorization_endpoint": format!("{address}/authorize"),
            "token_endpoint": tokens.unwrap_or_else(|| format!("{address}/token")),
            "jwks_uri": format!("{address}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            // All that an issuer could allow: what is refused then is refused by ourselves.
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        });
        let keys = json!({ "keys": [key.as_verification_key()] });
        let token = Arc::clone(&handed_out);
        let answer = async move || {
            let token = token.lock().unwrap_or_else(PoisonError::into_inner).clone();
            Json(json!({ "access_token": "får läsa", "token_type": "Bearer", "id_token": token }))
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", routing::get(async move || Json(about)))
            .route("/keys", routing::get(async move || Json(keys)))
            .route("/token", routing::post(answer));
        match tls {
            None => tokio::spawn(async move { axum::serve(listener, router).await }),
            Some(config) => {
                let listener = Encrypted { listener, acceptor: config.into() };
                tokio::spawn(async move { axum::serve(listener, router).await })
            }
        };
        Self { address, key, handed_out }
    }

    /// A town whose people sign in here.
    pub async fn town(&self) -> Town {
        let settings = Settings {
            issuer: IssuerUrl::new(self.address.clone()).expect("an address"),
            client_id: ClientId::new(SITE.to_owned()),
            client_secret: Some(ClientSecret::new(SECRET.to_owned())),
            back: RedirectUrl::new(format!("https://portfolj.example.se{BACK}")).expect("an address"),
            claim: "groups".to_owned(),
            scopes: Vec::new(),
            rules: "Alla=employee".parse().expect("rules"),
        };
        let sso = SingleSignOn::new(settings).expect("single sign-on");
        Town::open_with(Options { sso: Some(sso), ..generous() }).await
    }

    /// What it says of somebody who has just signed in there.
    pub fn token(&self, visit: &Visit) -> Token {
        let now = clock::now();
        Token {
            header: json!({ "alg": "RS256", "typ": "JWT", "kid": KEY }),
            claims: json!({
                "iss": self.address,
                "aud": SITE,
                "sub": "klas",
                "iat": now,
                "nbf": now,
                "exp": now + 300,
                "nonce": visit.nonce,
                "name": "Klas Klok",
                "email": "klas@kommun.example",
                "groups": ["Alla"],
            }),
        }
    }

    /// Somebody comes back from here with a token.
    pub async fn lead_back(&self, visit: &Visit, token: String) -> Answer {
        *self.handed_out.lock().unwrap_or_else(PoisonError::into_inner) = token;
        visit.browser.get(&format!("{BACK}?code=kod&state={}", visit.state)).await
    }
}

/// A listener that encrypts.
struct Encrypted {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for Encrypted {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.listener.accept().await else { continue };
            // Whoever does not want its certificate hangs up.
            let Ok(stream) = self.acceptor.accept(stream).await else { continue };
            return (stream, address);
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// Somebody on the way to the issuer.
pub struct Visit {
    pub browser: Browser,
    state: String,
    nonce: String,
}

impl Visit {
    pub async fn begin(browser: Browser) -> Self {
        let answer = browser.get("/sign-in/sso").await;
        let address = url::Url::parse(answer.leads_to()).expect("an address");
        let asked = |name: &str| {
            let mut all = address.query_pairs();
            all.find(|(key, _)| key == name).unwrap_or_else(|| panic!("no {name} in {address}")).1.into_owned()
        };
        Self { state: asked("state"), nonce: asked("nonce"), browser }
    }
}

/// A token before it is signed.
pub struct Token {
    pub header: Value,
    pub claims: Value,
}

impl Token {
    /// The same with something claimed otherwise.
    pub fn with(mut self, claim: &str, value: impl Into<Value>) -> Self {
        self.claims[claim] = value.into();
        self
    }

    /// The same without a claim.
    pub fn without(mut self, claim: &str) -> Self {
        self.claims.as_object_mut().expect("claims").remove(claim).expect("it was claimed");
        self
    }

    /// The same with something else in its header.
    pub fn headed(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header[name] = value.into();
        self
    }

    pub fn signed_by(&self, key: &impl PrivateSigningKey<VerificationKey = CoreJsonWebKey>) -> String {
        let algorithm: CoreJwsSigningAlgorithm =
            serde_json::from_value(self.header["alg"].clone()).expect("an algorithm");
        let text = self.text();
        let signature = key.sign(&algorithm, text.as_bytes()).expect("a signature");
        format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }

    pub fn unsigned(&self) -> String {
        format!("{}.", self.text())
    }

    fn text(&self) -> String {
        let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}", part(&self.header), part(&self.claims))
    }
}
