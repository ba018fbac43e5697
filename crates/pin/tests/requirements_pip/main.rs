//! What the real pip says: the versions that are written are those that it would have taken, and it accepts the hashes.
//!
//! Invariant: pip reads an index on this machine and no configuration of the user.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::unwrap_used, reason = "tests start processes")]

use plimsoll_analysis::{FileKind, Preset, Settings, Workspace, WorkspaceFile};
use plimsoll_pin::requirements::{Candidate, DecideOptions, PlanOptions, Source, decide, plans};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// `name|version|requires-python|yanked|requirements`, these between `,,`.
const PACKAGES: &str = "\
alpha|1.0|||beta
alpha|1.1|>=3.6||beta[x]<3,>=2,,gamma ; sys_platform == 'win32',,never ; extra == 'test'
alpha|1.2|>=3.99||
alpha|2.0rc1|||
beta|2.4|||
beta|2.5|||delta>=1 ; extra == 'x' and python_version >= '3',,epsilon ; extra == 'y'
beta|3.0|||
delta|1.0|||
delta|1.5.post1|||
delta|2.0||broken|
Odd.Name|1.9|||
Odd.Name|1.10|||
gamma|1|||
pre|1.0a1|||
pre|1.0b2|||
local|1.0|||
local|1.0+cpu|||
fixed|1.0|||shared<2
fixed|2.0|||shared>=2
shared|1.5|||
shared|2.5|||
";

/// An index in a folder, served by Python's own web server.
struct Served {
    folder: PathBuf,
    child: Child,
    port: u16,
    files: BTreeMap<String, Vec<Candidate>>,
    requires: BTreeMap<String, Vec<String>>,
}

impl Served {
    fn start(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pip-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let made = make(&folder);
        let mut child = python()
            .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3 is needed for this test; install it");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split(" port ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
        let port = port.unwrap_or_else(|| panic!("no port in `{line}`"));
        let mut served = Self { folder, child, port, files: BTreeMap::new(), requires: BTreeMap::new() };
        for line in made.lines() {
            let fields: Vec<String> = line.split('|').map(str::to_owned).collect();
            let [name, filename, version, sha256, requires_python, yanked, requires] = &fields[..] else {
                panic!("{line}")
            };
            served.files.entry(name.clone()).or_default().push(Candidate {
                filename: filename.clone(),
                version: version.clone(),
                sha256: Some(sha256.clone()),
                requires_python: Some(requires_python.clone()).filter(|it| !it.is_empty()),
                yanked: !yanked.is_empty(),
            });
            let requires = requires.split(",,").filter(|it| !it.is_empty()).map(str::to_owned).collect();
            served.requires.insert(filename.clone(), requires);
        }
        served
    }

    /// What pip would install for the text of a requirements file.
    fn pip(&self, text: &str) -> Output {
        let file = self.folder.join("requirements.txt");
        std::fs::write(&file, text).unwrap();
        python()
            .args([
                "-m",
                "pip",
                "--isolated",
                "--disable-pip-version-check",
                "install",
                "--dry-run",
                "--quiet",
                "--quiet",
            ])
            .args(["--ignore-installed", "--no-cache-dir", "--report", "-", "--index-url"])
            .arg(format!("http://127.0.0.1:{}/simple", self.port))
            .arg("-r")
            .arg(&file)
            .output()
            .expect("python3 with pip is needed for this test; install them")
    }

    /// Name and version of all that pip would install, sorted.
    fn installed(&self, text: &str) -> Vec<String> {
        let output = self.pip(text);
        assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
        let report = String::from_utf8(output.stdout).unwrap();
        let report: serde_json::Value = serde_json::from_str(&report).expect("pip 22.2 or newer is needed");
        let all = report["install"].as_array().unwrap().iter().map(|it| &it["metadata"]);
        let field = |it: &serde_json::Value, key: &str| it[key].as_str().unwrap().to_owned();
        let mut all: Vec<String> = all.map(|it| format!("{} {}", field(it, "name"), field(it, "version"))).collect();
        all.sort();
        all
    }

    /// The file with versions, and with hashes if they are asked for; why there are none.
    fn pinned(&self, text: &str, hashes: bool) -> (String, Vec<String>) {
        let version = python().args(["-c", "import platform; print(platform.python_version())"]).output().unwrap();
        let version = String::from_utf8(version.stdout).unwrap();
        let dockerfile = format!("FROM python:{}\nCOPY . .\nRUN pip install -r requirements.txt\n", version.trim());
        let file =
            |path: &str, text: &str, kind| WorkspaceFile { path: path.into(), text: text.into(), kind: Some(kind) };
        let workspace = Workspace::new([
            file("Dockerfile", &dockerfile, FileKind::Dockerfile),
            file("requirements.txt", text, FileKind::Requirements),
        ]);
        let settings = |_: &str| Settings::preset(Preset::Recommended);
        let plans = plans(&workspace, PlanOptions { python: None, files: &[], settings: &settings });
        assert_eq!(plans.len(), 1);
        let decisions = decide(&plans[0], &[], self, DecideOptions { hashes });
        let reasons = decisions.hashes.as_ref().and_then(|hashes| hashes.clone().err()).unwrap_or_default();
        (decisions.edits(&plans[0], "requirements.txt").apply(text), reasons)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

impl Source for Served {
    fn files(&self, name: &str) -> Result<Vec<Candidate>, String> {
        self.files.get(name).cloned().ok_or_else(|| format!("no package `{name}`"))
    }

    fn requires(&self, _: &str, filename: &str) -> Result<Option<Vec<String>>, String> {
        Ok(self.requires.get(filename).cloned())
    }
}

fn python() -> Command {
    Command::new("python3")
}

fn make(folder: &Path) -> String {
    let mut child = python()
        .args(["-c", include_str!("make_index.py")])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is needed for this test; install it");
    child.stdin.take().unwrap().write_all(PACKAGES.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn versions_are_those_that_pip_takes() {
    let served = Served::start("versions");
    for text in [
        "alpha\ndelta\nOdd_Name<2\npre\nlocal\nfixed\nshared\n",
        "alpha==1.*\nbeta\nlocal~=1.0\nfixed\nshared<2\n",
        "beta[x]>=2 ; python_version > '3'\ndelta!=1.5.post1\nfixed<2\nshared\n",
        "alpha>=2.0rc0\nfixed\nshared==1.5\ngamma ; sys_platform == 'win32'\ndelta ; os_name == 'posix'\n",
        "--pre\nalpha\n",
    ] {
        let (pinned, _) = served.pinned(text, false);
        let open = pinned.lines().filter(|line| !line.starts_with('-') && !line.contains("win32"));
        assert!(open.clone().all(|line| line.contains("==") && !line.contains(".*")), "{text} became {pinned}");
        assert_eq!(served.installed(&pinned), served.installed(text), "{text} became {pinned}");
    }
}

#[test]
fn hashes_are_accepted() {
    let served = Served::start("hashes");
    let text = "# first\r\nalpha>=1   # why\r\nbeta[x] ; python_version >= \"3.6\"\r\ndelta\r\ngamma ; sys_platform == 'win32'\r\nOdd_Name\r\n";
    let (pinned, reasons) = served.pinned(text, true);
    assert_eq!(reasons, [""; 0]);
    assert_eq!(pinned.matches("--hash=sha256:").count(), 4);
    assert_eq!(pinned.matches('\n').count(), pinned.matches("\r\n").count());
    assert_eq!(served.installed(&pinned), ["Odd.Name 1.10", "alpha 1.1", "beta 2.5", "delta 1.5.post1"]);
    assert_eq!(served.pinned(&pinned, true).0, pinned, "a second run changes nothing");
    // pip did look at them.
    let first = pinned.find("sha256:").unwrap() + "sha256:".len();
    let wrong = format!("{}{}{}", &pinned[..first], "0".repeat(64), &pinned[first + 64..]);
    assert!(!served.pip(&wrong).status.success());
}

#[test]
fn hashes_that_pip_would_not_accept_are_not_added() {
    let served = Served::start("refused");
    let text = "alpha\nbeta\n";
    let (pinned, reasons) = served.pinned(text, true);
    assert!(!pinned.contains("--hash"));
    assert_eq!(reasons, ["`beta` 2.5 needs `delta>=1`, which no file lists"]);
    assert_eq!(served.installed(&pinned), served.installed(text));
}
