//! What the provider says, in the terms of the `openidconnect` crate.

use super::{Settings, SsoError};
use crate::clock;
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthenticationFlow, AuthorizationCode, Client, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, Scope, StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
    reqwest,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
    fmt::Display,
    time::{Duration, Instant},
};

/// How long what the provider says of itself is believed without asking again.
const BELIEVED: Duration = Duration::from_secs(60 * 60);

/// How many seconds the provider's clock may be ahead of ours.
const AHEAD: i64 = 60;

/// Claims besides the standard's, whatever they are called.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Others {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for Others {}

type Fields = IdTokenFields<
    Others,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
pub type Tokens = StandardTokenResponse<Fields, CoreTokenType>;
type SsoClient = Client<
    Others,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the provider says of a person.
#[derive(Clone, Debug)]
pub struct SsoClaims {
    pub subject: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub email_verified: bool,
    /// None where the provider does not speak of groups.
    pub groups: Option<Vec<String>>,
}

/// What the provider said of itself, and when.
#[derive(Clone)]
pub struct Known {
    metadata: CoreProviderMetadata,
    at: Instant,
}

fn unreachable(error: impl Display) -> SsoError {
    SsoError::Unreachable(error.to_string())
}

fn untrusted(error: impl Display) -> SsoError {
    SsoError::Untrusted(error.to_string())
}

impl Known {
    pub async fn ask(settings: &Settings, http: &reqwest::Client) -> Result<Self, SsoError> {
        let metadata =
            CoreProviderMetadata::discover_async(settings.issuer.clone(), http).await.map_err(unreachable)?;
        Ok(Self { metadata, at: Instant::now() })
    }

    pub fn is_recent(&self) -> bool {
        self.at.elapsed() < BELIEVED
    }

    fn client(&self, settings: &Settings) -> SsoClient {
        let (id, secret) = (settings.client_id.clone(), settings.client_secret.clone());
        Client::from_provider_metadata(self.metadata.clone(), id, secret).set_redirect_uri(settings.back.clone())
    }

    /// Where to sign in, and the secrets that what comes back is tried by: state, nonce and verifier.
    pub fn authorize(&self, settings: &Settings) -> (String, CsrfToken, Nonce, String) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.client(settings);
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge);
        for scope in &settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = request.url();
        (address.to_string(), state, nonce, verifier.into_secret())
    }

    /// The tokens for a code.
    pub async fn exchange(
        &self,
        settings: &Settings,
        http: &reqwest::Client,
        code: &str,
        verifier: String,
    ) -> Result<Tokens, SsoError> {
        let client = self.client(settings);
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(unreachable)?;
        // A code that was used or made up is refused here.
        request.set_pkce_verifier(PkceCodeVerifier::new(verifier)).request_async(http).await.map_err(untrusted)
    }

    /// What the ID token says, if it is the provider's, for us, of now and of this flow.
    pub fn claims(&self, settings: &Settings, tokens: &Tokens, nonce: &Nonce) -> Result<SsoClaims, SsoError> {
        let client = self.client(settings);
        let id_token = tokens.id_token().ok_or_else(|| untrusted("there is no ID token"))?;
        let verifier = client.id_token_verifier();
        let claims = id_token.claims(&verifier, nonce).map_err(untrusted)?;
        // The library sees to the end of its time alone.
        if !has_begun(&claims.additional_claims().all, clock::now()) {
            return Err(untrusted("the time of the ID token has not come"));
        }
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = id_token.signing_alg().map_err(untrusted)?;
            let key = id_token.signing_key(&verifier).map_err(untrusted)?;
            let hash = AccessTokenHash::from_token(tokens.access_token(), algorithm, key).map_err(untrusted)?;
            if hash != *expected {
                return Err(untrusted("the access token is another"));
            }
        }
        let named = claims.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        Ok(SsoClaims {
            subject: claims.subject().to_string(),
            name: named,
            email: claims.email().map(|email| email.to_string()),
            email_verified: claims.email_verified().unwrap_or(false),
            groups: groups(&claims.additional_claims().all, &settings.claim),
        })
    }

    /// The same with what the provider's user information adds, where it has any: some speak of groups only there.
    pub async fn more(
        &self,
        settings: &Settings,
        http: &reqwest::Client,
        tokens: &Tokens,
        claims: SsoClaims,
    ) -> Result<SsoClaims, SsoError> {
        let client = self.client(settings);
        let subject = openidconnect::SubjectIdentifier::new(claims.subject.clone());
        let Ok(request) = client.user_info(tokens.access_token().clone(), Some(subject)) else { return Ok(claims) };
        let more: UserInfoClaims<Others, CoreGenderClaim> = request.request_async(http).await.map_err(untrusted)?;
        let named = more.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        // An address is taken together with whether it was verified, from one and the same place.
        let (email, email_verified) = match claims.email {
            Some(email) => (Some(email), claims.email_verified),
            None => (more.email().map(|email| email.to_string()), more.email_verified().unwrap_or(false)),
        };
        Ok(SsoClaims {
            subject: claims.subject,
            name: claims.name.or(named),
            email,
            email_verified,
            groups: groups(&more.additional_claims().all, &settings.claim),
        })
    }
}

/// Whether the time of a token has come, where it says from when it counts.
fn has_begun(claims: &Map<String, Value>, now: i64) -> bool {
    claims.get("nbf").is_none_or(|from| from.as_f64().is_some_and(|from| from <= (now + AHEAD) as f64))
}

/// The values of a claim: a list of texts, or one.
fn groups(claims: &Map<String, Value>, claim: &str) -> Option<Vec<String>> {
    match claims.get(claim)? {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(list) => Some(list.iter().filter_map(|one| one.as_str().map(ToOwned::to_owned)).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_claim_is_a_list_or_one_text() {
        let of = |value: Value| groups(json!({ "groups": value }).as_object().expect("an object"), "groups");
        assert_eq!(of(json!(["a", "b", 3])), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(of(json!("a")), Some(vec!["a".to_owned()]));
        assert_eq!(of(json!([])), Some(Vec::new()));
        assert_eq!(of(json!({ "a": true })), None);
        assert_eq!(groups(&Map::new(), "groups"), None);
    }

    #[test]
    fn a_token_counts_from_when_it_says_by_a_clock_a_little_ahead_of_ours() {
        let begun = |from: Value| has_begun(json!({ "nbf": from }).as_object().expect("an object"), 1_000);
        assert!(has_begun(&Map::new(), 1_000));
        assert!(begun(json!(0)) && begun(json!(1_000.5)) && begun(json!(1_000 + AHEAD)));
        assert!(!begun(json!(1_001 + AHEAD)) && !begun(json!("1000")) && !begun(Value::Null));
    }
}
