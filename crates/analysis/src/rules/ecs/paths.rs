//! Paths inside containers and on instances.
//!
//! Invariant: nothing is looked up; a path is only its text.

/// Whether a path is absolute: on Linux `/data`, on Windows `C:\data`, `\data` or a named pipe.
pub(super) fn is_absolute(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    path.starts_with('/') || path.starts_with('\\') || drive
}

/// The path without what changes nothing: doubled slashes, `.` and a slash at the end. `..` stays.
pub(super) fn normalized(path: &str) -> String {
    if !path.starts_with('/') {
        return path.trim_end_matches(['/', '\\']).to_owned();
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    format!("/{}", parts.join("/"))
}

/// Whether `path` is `folder` or lies in it; both normalized.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder == "/" && path.starts_with('/') || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{is_absolute, is_within, normalized};

    #[test]
    fn paths_of_both_systems() {
        for path in ["/data", "C:\\data", "C:/data", "\\\\.\\pipe\\docker_engine"] {
            assert!(is_absolute(path), "{path}");
        }
        assert!(!is_absolute("data") && !is_absolute("./data") && !is_absolute("") && !is_absolute("é"));
        assert_eq!(normalized("//data/./x/"), "/data/x");
        assert_eq!(normalized("/"), "/");
        assert_eq!(normalized("C:\\data\\"), "C:\\data");
        assert!(is_within("/etc/ecs", "/etc") && is_within("/etc", "/") && !is_within("/etcetera", "/etc"));
    }
}
