//! Files that hold credentials.

use std::sync::LazyLock;

use super::super::reader::rows;
use super::FILES;
use crate::wildcard;

/// What a file with a telling name holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialFile {
    /// For messages: `"private SSH key"`.
    pub what: &'static str,
    /// Whether the name is enough. If not, only some such files hold a secret, and who has no content stays silent.
    pub sure: bool,
}

/// What the file or folder at `path` (with `/`, relative or not) holds, if its name says credentials.
///
/// Public keys, samples (`.env.example`) and whatever lies below `test`, `tests`, `fixtures` or `examples` give
/// `None`.
#[must_use]
pub fn credential_file(path: &str) -> Option<CredentialFile> {
    let path = path.trim_end_matches('/');
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let sample = |folder: &str| matches!(folder, "test" | "tests" | "fixtures" | "examples" | "example" | "testdata");
    if is_sample(name) || folders.split('/').any(sample) {
        return None;
    }
    rows_of_table(path, name).map(|(_, file)| *file)
}

static TABLE: LazyLock<Vec<(&'static str, CredentialFile)>> = LazyLock::new(|| {
    rows(FILES)
        .map(|[pattern, certainty, what]| (pattern, CredentialFile { what, sure: certainty == "sure" }))
        .collect()
});

fn rows_of_table(path: &str, name: &str) -> Option<&'static (&'static str, CredentialFile)> {
    TABLE.iter().find(|(pattern, _)| match pattern.contains('/') {
        true => path.strip_suffix(pattern).is_some_and(|start| start.is_empty() || start.ends_with('/')),
        false => wildcard::matches(pattern, name),
    })
}

fn is_sample(name: &str) -> bool {
    let words = ["example", "sample", "template", "dist", "test", "tpl", "tmpl", "defaults", "default", "schema"];
    name.ends_with(".pub") || name.split('.').any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::credential_file;

    #[test]
    fn files_with_credentials_are_known_by_name() {
        for (path, what, sure) in [
            (".env", "environment file", true),
            ("config/.env.production", "environment file", true),
            ("id_rsa", "private SSH key", true),
            ("/root/.ssh/id_ed25519", "private SSH key", true),
            ("certs/server.key", "key file", false),
            (".npmrc", "npm configuration", false),
            (".aws/", "AWS configuration with credentials", true),
            ("home/.aws/credentials", "AWS credentials", true),
            (".docker/config.json", "registry logins", true),
            ("prod.tfstate", "Terraform state", true),
        ] {
            assert_eq!(credential_file(path).map(|file| (file.what, file.sure)), Some((what, sure)), "{path}");
        }
    }

    #[test]
    fn samples_public_keys_and_tests_are_not() {
        for path in [
            ".env.example",
            ".env.sample",
            ".env.dist",
            ".env.test",
            "id_rsa.pub",
            "tests/id_rsa",
            "src/fixtures/.env",
            "examples/server.key",
            "config.json",
            "environment",
            "credentials.py",
            "docker/config.json",
            "",
        ] {
            assert_eq!(credential_file(path), None, "{path}");
        }
    }
}
