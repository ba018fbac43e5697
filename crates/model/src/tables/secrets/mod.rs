//! What a secret looks like: by the name of the variable, by the value, in a URL, as a file.
//!
//! Invariant: nothing here prints a secret. What leaves this module is a place, the kind of secret and at most
//! the first characters that every secret of its kind shares ([`mask`]).

mod files;
mod names;
mod urls;
mod values;

pub use files::{CredentialFile, credential_file};
pub use names::{is_aws_credential_name, is_plain_value, secret_name, secret_setting_name};
pub use urls::{UrlCredentials, url_credentials};
pub use values::{SecretValue, mask, secret_value, secret_values};

pub(super) const FILES: &str = include_str!("../../../data/credential-files.tsv");
pub(super) const NAMES: &str = include_str!("../../../data/secret-names.tsv");
pub(super) const VALUES: &str = include_str!("../../../data/secret-values.tsv");
