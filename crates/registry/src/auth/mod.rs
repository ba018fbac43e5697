//! Says who asks, when a registry wants to know.
//!
//! Invariants: nothing is said unasked; a registry's credentials go to that registry and to the realm that it names, and to
//! no host over http but this machine and those that the user calls insecure; what was learned of a host is kept, so that
//! the next image needs no refusal first.

mod challenge;
mod credentials;
mod helper;

use crate::Error;
use crate::json::{object, text};
use crate::transport::{
    Authorization, Method, Request, Response, Secret, Transport, Url, is_loopback, percent_encoded,
};
use challenge::{Challenge, challenges};
use credentials::{Credentials, Identity, Login};
use std::collections::HashMap;
use std::hash::Hash;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// Longer than any token; those of cloud registries have a few thousand bytes.
const TOKEN_ANSWER: u64 = 256 * 1024;

/// What is known of hosts, who the user is there, and the tokens that they gave.
pub(crate) struct Keyring {
    credentials: Credentials,
    hosts: Shared<String, Mutex<Manner>>,
    logins: Shared<String, OnceLock<Result<Option<Login>, Error>>>,
    tokens: Shared<(String, String), Mutex<Option<Token>>>,
}

/// Values that threads make once and share.
type Shared<K, V> = Mutex<HashMap<K, Arc<V>>>;

/// How a host wants to be asked.
#[derive(Clone)]
enum Manner {
    Unknown,
    Open,
    Asks(Challenge),
}

struct Token {
    authorization: Authorization,
    until: Instant,
}

/// What a request is about: for the scope of a token, and for messages.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    /// The repository's path at the host that is asked.
    pub(crate) repository: &'a str,
    /// The image as the user writes it.
    pub(crate) image: &'a str,
}

impl Keyring {
    pub(crate) fn new(docker_config: Option<&Path>, helper_limit: Duration) -> Self {
        Self {
            credentials: Credentials::new(docker_config, helper_limit),
            hosts: Mutex::default(),
            logins: Mutex::default(),
            tokens: Mutex::default(),
        }
    }

    /// Sends a request to a registry, and says who asks if the registry wants it.
    pub(crate) fn send(&self, transport: &Transport, request: Request, about: About<'_>) -> Result<Response, Error> {
        let url = &request.url;
        let host = shared(&self.hosts, url.origin(), || Mutex::new(Manner::Unknown));
        let mut manner = lock(&host);
        let known = manner.clone();
        let (response, sent) = match &known {
            // Others wait: one request finds out for all how the host wants to be asked.
            Manner::Unknown => {
                let response = transport.send(&request)?;
                *manner = match preferred(&response) {
                    Some(challenge) if response.status == 401 => Manner::Asks(challenge),
                    _ => Manner::Open,
                };
                drop(manner);
                (response, None)
            }
            Manner::Open => {
                drop(manner);
                (transport.send(&request)?, None)
            }
            Manner::Asks(challenge) => {
                drop(manner);
                let sent = self.authorize(transport, challenge, url, about, None)?;
                (transport.send(&request.clone().authorization(sent.clone()))?, sent)
            }
        };
        // A blob store that a registry redirects to has no say in who the user is.
        if response.status != 401 || !response.url.same_origin(url) {
            return if sent.is_some() { self.judge(response, url, about) } else { Ok(response) };
        }
        let challenge = match (preferred(&response), known) {
            (Some(challenge), _) | (None, Manner::Asks(challenge)) => challenge,
            (None, _) => {
                let problem = "it asks who the user is, but in no way that is understood".into();
                return Err(Error::Answer { host: url.authority(), problem });
            }
        };
        *lock(&host) = Manner::Asks(challenge.clone());
        // A token may have run out early; a password that was refused is not tried twice.
        if sent.is_some() && challenge == Challenge::Basic {
            return self.judge(response, url, about);
        }
        let authorization = self.authorize(transport, &challenge, url, about, sent.as_ref())?;
        if authorization.is_none() {
            return self.judge(response, url, about);
        }
        let response = transport.send(&request.clone().authorization(authorization))?;
        self.judge(response, url, about)
    }

    /// An answer to who the user is, or the error that says it was not enough.
    fn judge(&self, response: Response, url: &Url, about: About<'_>) -> Result<Response, Error> {
        if !matches!(response.status, 401 | 403) || !response.url.same_origin(url) {
            return Ok(response);
        }
        let (image, host) = (about.image.to_owned(), url.authority());
        let password = preferred(&response) == Some(Challenge::Basic);
        Err(match self.login(&host)? {
            None => Error::SignInNeeded { image, host },
            Some(login) if password && response.status == 401 => Error::SignInRefused { host, source: login.source },
            Some(login) => Error::NoAccess { image, host, source: login.source },
        })
    }

    /// The header that answers a challenge; not `refused`, if that was tried. `None` if a password is wanted and none is
    /// known: some registries show part of their images to everybody.
    fn authorize(
        &self,
        transport: &Transport,
        challenge: &Challenge,
        url: &Url,
        about: About<'_>,
        refused: Option<&Authorization>,
    ) -> Result<Option<Authorization>, Error> {
        let host = url.authority();
        let (realm, service) = match challenge {
            Challenge::Bearer { realm, service } => (realm, service.as_deref()),
            Challenge::Basic => {
                return match self.login(&host)?.map(|login| login.identity) {
                    Some(Identity::Password { user, password }) => Ok(Some(Authorization::basic(&user, &password.0))),
                    Some(Identity::Refresh(_)) => {
                        let problem = "there is an identity token, but the registry wants a password".into();
                        Err(Error::Credentials { host, problem })
                    }
                    None => Ok(None),
                };
            }
        };
        let encrypted = realm.is_https()
            || (is_loopback(realm) && is_loopback(url))
            || (transport.is_insecure(realm) && !url.is_https());
        if !encrypted {
            let reason = "tokens are only asked for over https";
            return Err(Error::RefusedAddress { target: realm.authority(), named_by: Some(host), reason });
        }
        let scope = format!("repository:{}:pull", about.repository);
        let slot = shared(&self.tokens, (url.origin(), scope.clone()), || Mutex::new(None));
        let mut token = lock(&slot);
        if let Some(token) = token.as_ref()
            && token.until > Instant::now()
            && refused != Some(&token.authorization)
        {
            return Ok(Some(token.authorization.clone()));
        }
        let fresh = self.fetch(transport, realm, service, &scope, url, about)?;
        let authorization = fresh.authorization.clone();
        *token = Some(fresh);
        Ok(Some(authorization))
    }

    /// Asks the realm for a token: <https://distribution.github.io/distribution/spec/auth/token/> and `/oauth/`, 2026-11-25.
    fn fetch(
        &self,
        transport: &Transport,
        realm: &Url,
        service: Option<&str>,
        scope: &str,
        registry: &Url,
        about: About<'_>,
    ) -> Result<Token, Error> {
        let login = self.login(&registry.authority())?;
        let request = match login.as_ref().map(|login| &login.identity) {
            Some(Identity::Refresh(Secret(token))) => {
                let service = percent_encoded(service.unwrap_or_default());
                let (scope, token) = (percent_encoded(scope), percent_encoded(token));
                let form = format!(
                    "grant_type=refresh_token&client_id=plimsoll&service={service}&scope={scope}&refresh_token={token}"
                );
                Request { method: Method::Post(Secret(form)), ..Request::get(realm.clone(), TOKEN_ANSWER) }
            }
            identity => {
                let mut url = realm.clone();
                if let Some(service) = service {
                    url = url.with_query("service", service);
                }
                let basic = match identity {
                    Some(Identity::Password { user, password }) => Some(Authorization::basic(user, &password.0)),
                    _ => None,
                };
                Request::get(url.with_query("scope", scope), TOKEN_ANSWER).authorization(basic)
            }
        };
        let response = transport.send(&request.named_by(registry))?;
        let host = registry.authority();
        if !response.is_success() {
            return Err(match (response.status, login) {
                (400 | 401 | 403, Some(login)) => Error::SignInRefused { host, source: login.source },
                (401 | 403, None) => Error::SignInNeeded { image: about.image.to_owned(), host },
                (status, _) => Error::Status { host: realm.authority(), status, detail: None },
            });
        }
        let answer = object(&response.body);
        let token = answer.as_ref().and_then(|answer| text(answer, "token").or_else(|| text(answer, "access_token")));
        let Some(token) = token.filter(|token| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()))
        else {
            return Err(Error::Answer { host: realm.authority(), problem: "it has no token".into() });
        };
        // 60 seconds where nothing is said, as the specification has it; a little less, for clocks and the way.
        let seconds = answer.as_ref().and_then(|answer| answer.get("expires_in")?.as_u64()).unwrap_or(60).min(86_400);
        let until = Instant::now() + Duration::from_secs(seconds.saturating_sub(10));
        Ok(Token { authorization: Authorization::bearer(token), until })
    }

    /// The credentials for a registry; looked up once.
    fn login(&self, host: &str) -> Result<Option<Login>, Error> {
        shared(&self.logins, host.to_owned(), OnceLock::new).get_or_init(|| self.credentials.of(host)).clone()
    }
}

/// The way to answer a refusal; a token rather than a password.
fn preferred(response: &Response) -> Option<Challenge> {
    let mut found = challenges(response.headers("www-authenticate"));
    found.sort_by_key(|challenge| *challenge == Challenge::Basic);
    found.into_iter().next()
}

fn shared<K: Eq + Hash, V>(map: &Shared<K, V>, key: K, make: impl FnOnce() -> V) -> Arc<V> {
    Arc::clone(lock(map).entry(key).or_insert_with(|| Arc::new(make())))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
