//! Digests as registries write them.
//!
//! Invariant: a text that passes [`is_digest`] names one of two algorithms with a hash of its length, in lower case.

use crate::cache::hex;
use sha2::{Digest, Sha256, Sha512};

/// Whether a text is a digest: `sha256:` and 64 hexadecimal digits, or `sha512:` and 128.
///
/// <https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#registered-algorithms>, 2026-11-25.
pub fn is_digest(text: &str) -> bool {
    let digits =
        |hash: &str, length| hash.len() == length && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match text.split_once(':') {
        Some(("sha256", hash)) => digits(hash, 64),
        Some(("sha512", hash)) => digits(hash, 128),
        _ => false,
    }
}

/// The digest of bytes, with the algorithm of `like`.
pub(crate) fn digest_of(bytes: &[u8], like: Option<&str>) -> String {
    if like.is_some_and(|like| like.starts_with("sha512:")) {
        format!("sha512:{}", hex(&Sha512::digest(bytes)))
    } else {
        format!("sha256:{}", hex(&Sha256::digest(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::{digest_of, is_digest};

    #[test]
    fn computed_digests_are_digests() {
        let short = digest_of(b"", None);
        assert_eq!(short, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert!(is_digest(&short));
        let long = digest_of(b"", Some("sha512:"));
        assert!(long.starts_with("sha512:cf83e1357eefb8bd") && is_digest(&long));
    }

    #[test]
    fn what_is_none() {
        let hash = "e".repeat(64);
        for text in [&hash, "sha256:", "sha256:abc", &format!("sha512:{hash}"), &format!("SHA256:{hash}"), "md5:abc"] {
            assert!(!is_digest(text), "{text}");
        }
        assert!(!is_digest(&format!("sha256:{}", "E".repeat(64))));
    }
}
