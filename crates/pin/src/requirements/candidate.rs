//! The files of a project, and whether pip would take one of them in an image.
//!
//! Invariant: a file is fit or unfit only if that is certain; all images are Linux.
//!
//! Source: PyPA specification "Platform compatibility tags", 2026-11.

use super::environment::Environment;
use super::marker::{Truth, and, or};

/// One file of a project, as an index names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    /// `requests-2.32.5-py3-none-any.whl`
    pub filename: String,
    /// `2.32.5`
    pub version: String,
    /// 64 hexadecimal digits.
    pub sha256: Option<String>,
    /// `>=3.9`
    pub requires_python: Option<String>,
    /// Whether it was taken back.
    pub yanked: bool,
}

impl Candidate {
    pub(super) fn is_wheel(&self) -> bool {
        self.filename.ends_with(".whl")
    }

    /// Whether an image can take it, apart from what it requires of Python.
    pub(super) fn fits(&self, environment: &Environment) -> Truth {
        let Some(stem) = self.filename.strip_suffix(".whl") else { return Some(true) };
        let mut parts = stem.rsplitn(4, '-');
        let (Some(platforms), Some(abis), Some(pythons)) = (parts.next(), parts.next(), parts.next()) else {
            return Some(false);
        };
        let any = |tags: &str, fits: &dyn Fn(&str) -> Truth| tags.split('.').map(fits).fold(Some(false), or);
        let python = any(pythons, &|python| any(abis, &|abi| interpreter(python, abi, environment)));
        and(python, any(platforms, &|platform| of_platform(platform, environment)))
    }
}

fn interpreter(python: &str, abi: &str, environment: &Environment) -> Truth {
    let digits = python.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let name = &python[..python.len() - digits.len()];
    let Some(wanted) = digits.strip_prefix('3').map(|minor| minor.parse::<u64>().unwrap_or(0)) else {
        return Some(false);
    };
    let own = |compare: &dyn Fn(u64) -> bool| environment.python.map(|it| it.minor_of_3().is_some_and(compare));
    match (name, abi) {
        ("py", "none") if wanted == 0 => Some(true),
        ("py", "none") => own(&|minor| minor >= wanted),
        ("cp", "abi3") => own(&|minor| minor >= wanted),
        ("cp", "none") if wanted == 0 => Some(true),
        // `cp313t` is for the free-threaded build.
        ("cp", abi) if abi == "none" || abi == python || abi == format!("{python}m") => own(&|minor| minor == wanted),
        _ => Some(false),
    }
}

fn of_platform(platform: &str, environment: &Environment) -> Truth {
    if platform == "any" {
        return Some(true);
    }
    let machine = ["x86_64", "aarch64"].into_iter().find(|machine| platform.ends_with(&format!("_{machine}")));
    let Some(machine) = machine else {
        // Other machines than those two are known only by name.
        return Some(environment.machine.as_ref().is_some_and(|own| platform.ends_with(&format!("_{own}"))));
    };
    let machine_fits = environment.machine.as_ref().map(|own| own == machine);
    let libc = if platform.starts_with("musllinux") {
        environment.musl
    } else if let Some(rest) = platform.strip_prefix("manylinux") {
        // Debian 11 has glibc 2.31; no older image of Python is built today (hub.docker.com/_/python, 2026-11).
        let minor = rest.strip_prefix("_2_").and_then(|rest| rest.split('_').next()?.parse::<u64>().ok());
        and(environment.musl.map(|musl| !musl), if minor.is_some_and(|minor| minor > 31) { None } else { Some(true) })
    } else if platform.starts_with("linux_") {
        Some(true)
    } else {
        Some(false)
    };
    and(machine_fits, libc)
}

#[cfg(test)]
mod tests {
    use super::Candidate;
    use crate::requirements::{Environment, Python};

    fn fits(filename: &str, python: &str, musl: bool, machine: &str) -> Option<bool> {
        let environment = Environment {
            python: Python::parse(python),
            musl: Some(musl),
            machine: Some(machine.to_owned()),
            ..Environment::default()
        };
        Candidate { filename: filename.to_owned(), ..Candidate::default() }.fits(&environment)
    }

    #[test]
    fn wheels() {
        for (filename, python, musl, machine, expected) in [
            ("x-1.tar.gz", "3.12", false, "x86_64", Some(true)),
            ("x-1-py3-none-any.whl", "3.12", true, "aarch64", Some(true)),
            ("x-1-py3-none-any.whl", "", true, "aarch64", Some(true)),
            ("x-1-py2-none-any.whl", "3.12", false, "x86_64", Some(false)),
            ("x-1-py2.py3-none-any.whl", "3.12", false, "x86_64", Some(true)),
            ("x-1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "3.12", false, "x86_64", Some(true)),
            ("x-1-cp312-cp312-manylinux_2_17_x86_64.whl", "3.12", true, "x86_64", Some(false)),
            ("x-1-cp312-cp312-musllinux_1_2_x86_64.whl", "3.12", true, "x86_64", Some(true)),
            ("x-1-cp312-cp312-manylinux_2_39_x86_64.whl", "3.12", false, "x86_64", None),
            ("x-1-cp312-cp312-manylinux_2_17_x86_64.whl", "3.13", false, "x86_64", Some(false)),
            ("x-1-cp39-abi3-manylinux_2_17_aarch64.whl", "3.13", false, "aarch64", Some(true)),
            ("x-1-cp313-cp313t-manylinux_2_17_x86_64.whl", "3.13", false, "x86_64", Some(false)),
            ("x-1-cp312-cp312-win_amd64.whl", "3.12", false, "x86_64", Some(false)),
            ("x-1-cp312-cp312-macosx_11_0_arm64.whl", "3.12", false, "aarch64", Some(false)),
            ("x-1-cp312-cp312-linux_x86_64.whl", "", false, "x86_64", None),
            ("x-1-pp310-pypy310_pp73-manylinux_2_17_x86_64.whl", "3.10", false, "x86_64", Some(false)),
        ] {
            assert_eq!(fits(filename, python, musl, machine), expected, "{filename}");
        }
    }
}
