//! Paths inside an image, as text.
//!
//! Invariant: what comes out is absolute when the base is, with `/`, without `.` and `..` and without a `/` at its end.

/// `path` as seen from the absolute folder `base`.
#[must_use]
pub fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') { normalize(path) } else { normalize(&format!("{base}/{path}")) }
}

/// The same path without `.`, `..` and doubled `/`; absolute whatever it was.
#[must_use]
pub fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    format!("/{}", parts.join("/"))
}

/// What is left of `path` below `folder`; `None` if it is not below, or the folder itself.
#[must_use]
pub fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    rest.strip_prefix('/').filter(|rest| !rest.is_empty())
}

/// Whether `path` is `folder` or below it.
#[must_use]
pub fn is_within(path: &str, folder: &str) -> bool {
    path.trim_end_matches('/') == folder.trim_end_matches('/') || below(path, folder).is_some()
}

#[cfg(test)]
mod tests {
    use super::{below, is_within, join};

    #[test]
    fn paths_are_joined_and_compared() {
        assert_eq!(join("/srv/app", "../x/./y"), "/srv/x/y");
        assert_eq!(join("/srv", "/etc//a/"), "/etc/a");
        assert_eq!((below("/a/b/c", "/a/"), below("/ab", "/a"), below("/a", "/a")), (Some("b/c"), None, None));
        assert!(is_within("/a/", "/a") && is_within("/a/b", "/") && !is_within("/ab", "/a"));
    }
}
