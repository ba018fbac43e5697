//! What a `WWW-Authenticate` header asks for.
//!
//! Invariant: any header gives a list, if an empty one; a scheme without what it needs is left out.
//!
//! `Bearer realm="https://auth.example/token",service="registry"` → a token from that realm, for that service.

use crate::transport::Url;

/// A way to say who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    Basic,
    Bearer { realm: Url, service: Option<String> },
}

/// The challenges of a header's values that this crate can answer. RFC 9110, 11.6.1: several may stand in one value,
/// separated by the same comma that separates their parameters.
pub(crate) fn challenges<'a>(values: impl Iterator<Item = &'a str>) -> Vec<Challenge> {
    let mut found = Vec::new();
    for value in values {
        let mut scheme: Option<(String, Vec<(String, String)>)> = None;
        let mut rest = value;
        loop {
            rest = rest.trim_start_matches([',', ' ', '\t']);
            let (name, after) = word(rest);
            if name.is_empty() {
                break;
            }
            let spaced = after.trim_start_matches([' ', '\t']);
            if let Some(parameter) = spaced.strip_prefix('=') {
                let (value, after) = quoted_or_word(parameter.trim_start_matches([' ', '\t', '=']));
                if let Some((_, parameters)) = &mut scheme {
                    parameters.push((name.to_ascii_lowercase(), value));
                }
                rest = after;
            } else {
                found.extend(scheme.take().and_then(understood));
                scheme = Some((name.to_ascii_lowercase(), Vec::new()));
                rest = after;
            }
        }
        found.extend(scheme.and_then(understood));
    }
    found
}

fn understood((scheme, mut parameters): (String, Vec<(String, String)>)) -> Option<Challenge> {
    let mut parameter = |name: &str| {
        let at = parameters.iter().position(|(key, _)| key == name)?;
        Some(parameters.swap_remove(at).1)
    };
    match scheme.as_str() {
        "basic" => Some(Challenge::Basic),
        "bearer" => Some(Challenge::Bearer {
            realm: Url::parse(&parameter("realm")?)?,
            service: parameter("service").filter(|service| !service.is_empty()),
        }),
        _ => None,
    }
}

/// A token of RFC 9110 and what follows; also the characters of a bare value, which some servers do not quote.
fn word(text: &str) -> (&str, &str) {
    let end = text.find([',', '=', ' ', '\t', '"']).unwrap_or(text.len());
    text.split_at(end)
}

fn quoted_or_word(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            char => value.push(char),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::{Challenge, challenges};
    use crate::transport::Url;

    fn bearer(realm: &str, service: Option<&str>) -> Challenge {
        Challenge::Bearer { realm: Url::parse(realm).unwrap(), service: service.map(str::to_owned) }
    }

    fn of(values: &[&str]) -> Vec<Challenge> {
        challenges(values.iter().copied())
    }

    #[test]
    fn as_registries_write_them() {
        let hub = r#"Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/alpine:pull""#;
        assert_eq!(of(&[hub]), [bearer("https://auth.docker.io/token", Some("registry.docker.io"))]);
        assert_eq!(of(&[r#"Basic realm="a, b=\"c\"""#]), [Challenge::Basic]);
        assert_eq!(of(&["Basic"]), [Challenge::Basic]);
        assert_eq!(of(&[r#"bearer realm=https://a/t?x=1 , service = "" "#]), [bearer("https://a/t?x=1", None)]);
    }

    #[test]
    fn several_in_one_value_or_in_many() {
        let both = [bearer("https://a/t", Some("s")), Challenge::Basic];
        assert_eq!(of(&[r#"Bearer realm="https://a/t",service="s", Basic realm="x""#]), both);
        assert_eq!(of(&[r#"Bearer realm="https://a/t",service="s""#, r#"Basic realm="x""#]), both);
        assert_eq!(of(&[r#"Negotiate dGVzdA==, Basic realm="x""#]), [Challenge::Basic]);
    }

    #[test]
    fn what_says_nothing() {
        for value in
            ["", ",", "Bearer", "Bearer service=x", r#"Bearer realm="ftp://a""#, "=", "\"", r#"Digest realm="x"#]
        {
            assert_eq!(of(&[value]), [], "{value}");
        }
    }

    proptest::proptest! {
        /// Any header gives a list, and the realm of each challenge stands in it.
        #[test]
        fn any_header(value in "(Bearer|Basic|realm|service|[a-z]{1,3}|[=, \\\\\"]|https://a/t){0,12}|\\PC{0,30}") {
            for challenge in of(&[&value]) {
                match challenge {
                    Challenge::Basic => assert!(value.to_ascii_lowercase().contains("basic")),
                    Challenge::Bearer { realm, .. } => assert!(value.replace('\\', "").contains(realm.host())),
                }
            }
        }
    }
}
