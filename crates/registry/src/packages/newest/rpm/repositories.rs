//! Which repositories a release of a distribution with RPM packages has.
//!
//! Invariant: a release that the table does not know has none.

const TABLE: &str = include_str!("../../../../data/rpm-repositories.tsv");

/// A repository, as the images have it switched on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repository {
    /// Where it is, or where the file is that says so.
    pub(super) address: String,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Without it there is no answer.
    Needed,
    /// It may be missing.
    More,
    /// A file with the address of one that is needed.
    List,
}

/// The repositories of a release, in no order that counts.
pub(super) fn of(distribution: &str, release: &str) -> Vec<Repository> {
    if !super::super::is_plain(release) {
        return Vec::new();
    }
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter_map(|row| {
        let [of, its, kind, address] = row[..] else { return None };
        let kind = match kind {
            "needed" => Kind::Needed,
            "more" => Kind::More,
            _ => Kind::List,
        };
        let major = release.trim_start_matches("stream");
        let is_it = of == distribution && (its == "*" || its == release);
        is_it.then(|| Repository { address: address.replace("$release", release).replace("$major", major), kind })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{Kind, TABLE, of};
    use crate::packages::IndexUrl;

    #[test]
    fn each_row_is_read() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        for row in rows {
            let fields: Vec<&str> = row.split('\t').collect();
            assert!(fields.len() == 4 && ["needed", "more", "list"].contains(&fields[2]), "{row}");
            let release = if fields[1] == "*" { "9" } else { fields[1] };
            let found = of(fields[0], release);
            assert!(found.iter().any(|it| it.kind != Kind::More), "{row}");
            for repository in found {
                assert!(repository.address.starts_with("https://") && !repository.address.contains('$'), "{row}");
                IndexUrl::parse(&repository.address).unwrap();
            }
        }
    }

    #[test]
    fn addresses_of_a_release() {
        let addresses = |distribution, release| -> Vec<String> {
            of(distribution, release).into_iter().map(|it| it.address).collect()
        };
        assert_eq!(
            addresses("fedora", "43"),
            [
                "https://dl.fedoraproject.org/pub/fedora/linux/releases/43/Everything/x86_64/os",
                "https://dl.fedoraproject.org/pub/fedora/linux/updates/43/Everything/x86_64"
            ]
        );
        assert!(addresses("centos", "stream9")[0].ends_with("/9-stream/BaseOS/x86_64/os"));
        for (distribution, release) in [("centos", "8"), ("acme", "1"), ("fedora", "../43"), ("opensuse-leap", "15.5")]
        {
            assert_eq!(of(distribution, release), [], "{distribution} {release}");
        }
    }
}
