//! Single sign-on: people sign in where the municipality signs in (Entra ID, AD FS, Keycloak), by OpenID Connect with
//! the authorization code flow, PKCE, state and nonce.
//!
//! What the provider says of itself is asked for when somebody first signs in, and again now and then and when its keys
//! have changed. [`Flow`] is what the browser keeps between going there and coming back.

mod provider;

use domain::{
    access::{Role, rules::RoleRules},
    text::{Email, Phrase},
};
use openidconnect::{ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, RedirectUrl, reqwest};
use provider::{Known, SsoClaims};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// Where and how to sign in.
#[derive(Clone, Debug)]
pub struct Settings {
    pub issuer: IssuerUrl,
    pub client_id: ClientId,
    pub client_secret: Option<ClientSecret>,
    /// Where the provider sends people back to.
    pub back: RedirectUrl,
    /// The claim that holds a person's groups, or roles.
    pub claim: String,
    /// Scopes to ask for besides `openid profile email`.
    pub scopes: Vec<String>,
    pub rules: RoleRules,
}

/// Single sign-on as requests share it.
#[derive(Clone)]
pub struct SingleSignOn(Arc<Inner>);

struct Inner {
    settings: Settings,
    http: reqwest::Client,
    known: Mutex<Option<Known>>,
}

/// Where the provider sends people back to, under the site's address.
pub const BACK: &str = "/sign-in/sso/back";

/// How long the provider may take to answer us.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the browser keeps while somebody signs in elsewhere. It is of no use to anybody else: the provider's answer
/// counts only together with it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Flow {
    state: CsrfToken,
    nonce: Nonce,
    verifier: String,
    /// Where the person was going.
    pub next: String,
}

/// Who the provider says somebody is.
#[derive(Clone, Debug)]
pub struct Identity {
    pub issuer: String,
    /// Names the person at the provider for good, whatever becomes of name and address.
    pub subject: String,
    pub name: Phrase,
    pub email: Email,
    /// Whether the provider has made sure that the address is the person's.
    pub email_verified: bool,
    /// The role that the person's groups give; none where they give none.
    pub role: Option<Role>,
}

/// Why somebody could not be signed in.
#[derive(Debug, thiserror::Error)]
pub enum SsoError {
    /// The provider could not be reached, or answered with something else than an answer.
    #[error("the provider did not answer: {0}")]
    Unreachable(String),
    /// What came back does not belong to what was begun here, or is not the provider's.
    #[error("what came back cannot be trusted: {0}")]
    Untrusted(String),
    /// The provider says too little of the person.
    #[error("the provider gives no usable {0}")]
    Lacks(&'static str),
}

impl SingleSignOn {
    /// # Errors
    /// When no connection could ever be made.
    pub fn new(settings: Settings) -> Result<Self, reqwest::Error> {
        let http = reqwest::ClientBuilder::new()
            // What the provider leads to elsewhere is not the provider.
            .redirect(reqwest::redirect::Policy::none())
            // Nor does it lead from what is encrypted to what is not.
            .https_only(settings.issuer.url().scheme() == "https")
            .timeout(PATIENCE)
            .build()?;
        Ok(Self(Arc::new(Inner { settings, http, known: Mutex::default() })))
    }

    /// Where to go to sign in, and what the browser keeps meanwhile.
    ///
    /// # Errors
    /// When the provider cannot be asked.
    pub async fn begin(&self, next: &str) -> Result<(String, Flow), SsoError> {
        let known = self.known(false).await?;
        let (address, state, nonce, verifier) = known.authorize(&self.0.settings);
        Ok((address, Flow { state, nonce, verifier, next: next.to_owned() }))
    }

    /// Who came back with a code, for what was begun with a flow.
    ///
    /// # Errors
    /// When the provider cannot be asked, or what came back cannot be trusted.
    pub async fn finish(&self, flow: Flow, code: &str, state: &str) -> Result<Identity, SsoError> {
        // Both are hashed first, so that how long the comparison takes tells nothing.
        let hash = |text: &str| crate::secret::hash("fyrfalt sso state", text);
        if hash(flow.state.secret()) != hash(state) {
            return Err(SsoError::Untrusted("another state came back".to_owned()));
        }
        let known = self.known(false).await?;
        let tokens = known.exchange(&self.0.settings, &self.0.http, code, flow.verifier).await?;
        let claims = match known.claims(&self.0.settings, &tokens, &flow.nonce) {
            Ok(claims) => claims,
            // The provider may have changed its keys.
            Err(_) => self.known(true).await?.claims(&self.0.settings, &tokens, &flow.nonce)?,
        };
        let claims = if claims.groups.is_some() {
            claims
        } else {
            known.more(&self.0.settings, &self.0.http, &tokens, claims).await?
        };
        self.identity(claims)
    }

    fn identity(&self, claims: SsoClaims) -> Result<Identity, SsoError> {
        let Settings { issuer, rules, .. } = &self.0.settings;
        let email = claims.email.as_deref().and_then(|email| Email::parse(email).ok());
        let email = email.ok_or(SsoError::Lacks("e-mail address"))?;
        let name = claims.name.as_deref().and_then(|name| Phrase::parse(name).ok());
        Ok(Identity {
            issuer: issuer.to_string(),
            subject: claims.subject,
            // A person without a name is known by the address.
            name: name.or_else(|| Phrase::parse(&email).ok()).ok_or(SsoError::Lacks("name"))?,
            email,
            email_verified: claims.email_verified,
            role: rules.role(&claims.groups.unwrap_or_default()),
        })
    }

    /// What the provider says of itself, asked for anew where that is old or `afresh` is wanted.
    async fn known(&self, afresh: bool) -> Result<Known, SsoError> {
        let mut known = self.0.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| !afresh && known.is_recent()) {
            return Ok(known.clone());
        }
        let found = Known::ask(&self.0.settings, &self.0.http).await?;
        *known = Some(found.clone());
        Ok(found)
    }
}
