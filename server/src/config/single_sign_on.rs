//! The settings of single sign-on: all of them, or none.

use crate::{
    mail::settings::{SiteUrl, is_here},
    sso::{self, BACK},
};
use anyhow::{Context, bail};
use clap::Args;
use domain::access::rules::RoleRules;
use openidconnect::{ClientId, ClientSecret, IssuerUrl, RedirectUrl};

#[derive(Debug, Args)]
pub struct SingleSignOn {
    /// Sign in by OpenID Connect: the address of the issuer
    #[arg(long = "sso-issuer", env = "FYRFALT_SSO_ISSUER", value_name = "URL")]
    issuer: Option<String>,

    /// The name by which the issuer knows Fyrfält
    #[arg(long = "sso-client-id", env = "FYRFALT_SSO_CLIENT_ID", value_name = "ID")]
    client_id: Option<String>,

    /// The secret that goes with it, where there is one; best given by the environment
    #[arg(
        long = "sso-client-secret",
        env = "FYRFALT_SSO_CLIENT_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    client_secret: Option<String>,

    /// The claim that holds a person's groups or roles
    #[arg(long = "sso-claim", env = "FYRFALT_SSO_CLAIM", default_value = "groups", value_name = "CLAIM")]
    claim: String,

    /// Scopes to ask for besides openid, profile and email, with spaces between
    #[arg(long = "sso-scopes", env = "FYRFALT_SSO_SCOPES", default_value = "", value_name = "SCOPES")]
    scopes: String,

    /// Which group gives which role: Admins=administrator,Rektorer=unit-manager:skola-familj,*=employee
    #[arg(long = "sso-roles", env = "FYRFALT_SSO_ROLES", value_name = "RULES")]
    roles: Option<RoleRules>,
}

impl SingleSignOn {
    pub const fn is_on(&self) -> bool {
        self.issuer.is_some()
    }

    /// Single sign-on for a site at an address; none where no issuer is set.
    ///
    /// # Errors
    /// When something else that it needs is not set, or means nothing.
    pub fn single_sign_on(&self, public_url: Option<&SiteUrl>) -> anyhow::Result<Option<sso::SingleSignOn>> {
        let Some(issuer) = &self.issuer else { return Ok(None) };
        let (Some(client_id), Some(rules), Some(site)) = (&self.client_id, &self.roles, public_url) else {
            bail!("--sso-issuer needs --sso-client-id, --sso-roles and --public-url too");
        };
        let issuer = IssuerUrl::new(issuer.clone()).context("--sso-issuer is no address")?;
        if issuer.url().scheme() != "https" && !issuer.url().host().is_some_and(|host| is_here(&host)) {
            bail!("--sso-issuer must begin with https://, unless it is on the same machine");
        }
        let settings = sso::Settings {
            issuer,
            client_id: ClientId::new(client_id.clone()),
            client_secret: self.client_secret.clone().map(ClientSecret::new),
            back: RedirectUrl::new(site.page(BACK)).context("--public-url is no address")?,
            claim: self.claim.clone(),
            scopes: self.scopes.split_whitespace().map(ToOwned::to_owned).collect(),
            rules: rules.clone(),
        };
        Ok(Some(sso::SingleSignOn::new(settings)?))
    }
}
