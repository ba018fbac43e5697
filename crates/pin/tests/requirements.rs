//! Requirements over whole workspaces: what is found, which versions are chosen, and what the files look like afterwards.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use plimsoll_analysis::{FileKind, Preset, Settings, Workspace, WorkspaceFile};
use plimsoll_pin::requirements::{
    Candidate, DecideOptions, Decisions, Lock, Outcome, Plan, PlanOptions, Python, Source, decide, edits,
    metadata_questions, plans,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const DOCKERFILE: &str = "FROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n";

/// An index in memory.
#[derive(Default)]
struct Index {
    files: BTreeMap<String, Vec<Candidate>>,
    requires: BTreeMap<String, Vec<String>>,
    asked: RefCell<BTreeSet<String>>,
}

impl Index {
    /// Lines of `name version requirement; requirement`.
    fn new(text: &str) -> Self {
        let mut index = Self::default();
        for line in text.lines() {
            let mut words = line.trim().splitn(3, ' ');
            let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
            let filename = format!("{name}-{version}-py3-none-any.whl");
            let digit = char::from_digit(u32::try_from(index.requires.len() % 10).unwrap(), 10).unwrap();
            index.files.entry(name.to_owned()).or_default().push(Candidate {
                filename: filename.clone(),
                version: version.to_owned(),
                sha256: Some(digit.to_string().repeat(64)),
                requires_python: None,
                yanked: false,
            });
            let requires = words.next().unwrap_or_default().split("; ").filter(|it| !it.is_empty());
            index.requires.insert(filename, requires.map(|it| it.replace(" if ", " ; ")).collect());
        }
        index
    }
}

impl Source for Index {
    fn files(&self, name: &str) -> Result<Vec<Candidate>, String> {
        self.asked.borrow_mut().insert(name.to_owned());
        self.files.get(name).cloned().ok_or_else(|| format!("no package `{name}`"))
    }

    fn requires(&self, _: &str, filename: &str) -> Result<Option<Vec<String>>, String> {
        Ok(self.requires.get(filename).cloned())
    }
}

fn workspace(files: &[(&str, &str)]) -> Workspace {
    Workspace::new(files.iter().map(|(path, text)| WorkspaceFile {
        path: (*path).to_owned(),
        text: (*text).into(),
        kind: match path {
            path if path.ends_with("Dockerfile") => Some(FileKind::Dockerfile),
            path if path.ends_with(".txt") => Some(FileKind::Requirements),
            _ => None,
        },
    }))
}

fn planned(workspace: &Workspace, python: Option<&str>) -> Vec<Plan> {
    let settings = |_: &str| Settings::preset(Preset::Recommended);
    let python = python.map(|text| Python::parse(text).unwrap());
    plans(workspace, PlanOptions { python, files: &[], settings: &settings })
}

/// The text of `path` afterwards, and the decisions about each plan.
fn pinned(files: &[(&str, &str)], path: &str, index: &Index, hashes: bool) -> (String, Vec<(Plan, Decisions)>) {
    let workspace = workspace(files);
    let locks: Vec<Lock> = files.iter().filter_map(|(path, text)| Lock::read(path, text)).collect();
    let mut found = Vec::new();
    for plan in planned(&workspace, None) {
        let decisions = decide(&plan, &locks, index, DecideOptions { hashes });
        found.push((plan, decisions));
    }
    let edits = edits(found.iter().map(|(plan, decisions)| (plan, decisions)), path);
    (edits.apply(&workspace.get(path).unwrap().text), found)
}

/// A requirements file installed into Python 3.12, afterwards.
fn file(text: &str, index: &Index) -> String {
    pinned(&[("Dockerfile", DOCKERFILE), ("requirements.txt", text)], "requirements.txt", index, false).0
}

/// Why each place is left alone.
fn skips(found: &[(Plan, Decisions)]) -> Vec<String> {
    let all = found.iter().flat_map(|(plan, decisions)| plan.places.iter().zip(&decisions.outcomes));
    all.filter_map(|(place, outcome)| match outcome {
        Outcome::Skipped(skip) => Some(format!("{}: {skip}", place.name)),
        _ => None,
    })
    .collect()
}

#[test]
fn everything_but_the_specifier_stays() {
    let index = Index::new(
        "boto3 1.39.0\nboto3 1.40.1\nrequests 2.32.5\nrequests 3.0rc1\ndjango 5.2\ndjango 6.0\nx 1.5\nx 2.0",
    );
    for (before, after) in [
        ("boto3\n", "boto3==1.40.1\n"),
        ("boto3", "boto3==1.40.1"),
        ("\u{feff}# c\r\nboto3   # why\r\n\r\n", "\u{feff}# c\r\nboto3==1.40.1   # why\r\n\r\n"),
        (
            "requests[socks]>=2.31 ; python_version > \"3.8\"  # why\n",
            "requests[socks]==2.32.5 ; python_version > \"3.8\"  # why\n",
        ),
        ("Django ~= 5.0 , < 6\n", "Django ==5.2\n"),
        ("x==1.*\n", "x==1.5\n"),
        ("x [a, b] (>=1)\n", "x [a, b] ==2.0\n"),
        (
            "x;sys_platform=='linux'\nx==1.5;sys_platform=='win32'",
            "x==2.0;sys_platform=='linux'\nx==1.5;sys_platform=='win32'",
        ),
        ("x \\\n  ; python_version > '3'\n", "x==2.0 \\\n  ; python_version > '3'\n"),
        ("--pre\nrequests\n", "--pre\nrequests==3.0rc1\n"),
        ("requests>=3.0rc0\n", "requests==3.0rc1\n"),
        ("boto3==1.39.0\n-e .\n", "boto3==1.39.0\n-e .\n"),
    ] {
        assert_eq!(file(before, &index), after);
        assert_eq!(file(after, &index), after, "a second run changes nothing");
    }
}

#[test]
fn words_of_commands() {
    let index = Index::new("flask 3.1.2\ndjango 5.2\nuvicorn 0.35\nruff 0.14\npip 99\nblack 25.1");
    let before = "FROM python:3.12-slim\nRUN pip install --no-cache-dir flask 'django>=5' \"uvicorn[standard]\" \\\n    # why\n    -r x.txt \"$MORE\" ./own . fla\\sk && pip install -U pip wheel\nRUN [\"pip\", \"install\", \"flask\"]\nRUN uv pip install --system flask>3 black\nRUN uv tool install ruff && pipx install black\n# plimsoll: ignore[unpinned-pip-package] for a reason\nRUN pip install black\nRUN pip install -c c.txt flask\nRUN <<EOF\nset -e\npython3 -m pip install flask==3.0 black\nEOF\n";
    let after = "FROM python:3.12-slim\nRUN pip install --no-cache-dir flask==3.1.2 'django==5.2' \"uvicorn[standard]==0.35\" \\\n    # why\n    -r x.txt \"$MORE\" ./own . fla\\sk && pip install -U pip wheel\nRUN [\"pip\", \"install\", \"flask==3.1.2\"]\nRUN uv pip install --system flask>3 black==25.1\nRUN uv tool install ruff==0.14 && pipx install black==25.1\n# plimsoll: ignore[unpinned-pip-package] for a reason\nRUN pip install black\nRUN pip install -c c.txt flask\nRUN <<EOF\nset -e\npython3 -m pip install flask==3.0 black==25.1\nEOF\n";
    let (text, found) = pinned(&[("Dockerfile", before)], "Dockerfile", &index, false);
    assert_eq!(text, after);
    assert_eq!(
        skips(&found),
        [
            "\"$MORE\": its value cannot be known from the file",
            "./own: a path, an archive or a commit, which has no version to write",
            ".: a path, an archive or a commit, which has no version to write",
            "flask: written with escapes or several quotes",
            "pip: a build tool, left to be brought up to date",
            "wheel: a build tool, left to be brought up to date",
            "flask: the shell reads the specifier as a redirect; put the word into quotes",
            "black: ignored by a comment or by the settings",
            "flask: the constraints file `c.txt` decides",
        ]
    );
    assert_eq!(pinned(&[("Dockerfile", &text)], "Dockerfile", &index, false).0, text);
}

#[test]
fn the_python_of_the_image_is_not_guessed() {
    let mut index = Index::new("x 1.0\nx 2.0");
    let files = index.files.get_mut("x").unwrap();
    files[0].requires_python = Some(">=3.6".to_owned());
    files[1].requires_python = Some(">=3.10".to_owned());
    let with = |base: &str| {
        let dockerfile = format!("FROM {base}\nCOPY . .\nRUN pip install -r requirements.txt\n");
        let files = [("Dockerfile", dockerfile.as_str()), ("requirements.txt", "x\n")];
        let (text, found) = pinned(&files, "requirements.txt", &index, false);
        (text, skips(&found).join(""))
    };
    assert_eq!(with("python:3.12"), ("x==2.0\n".to_owned(), String::new()));
    assert_eq!(with("python:3.9-alpine"), ("x==1.0\n".to_owned(), String::new()));
    let unknown = "x: the version depends on the Python of the image, and it is not known; say it with `--python 3.12`";
    assert_eq!(with("debian:12"), ("x\n".to_owned(), unknown.to_owned()));
    let workspace = workspace(&[("Dockerfile", "FROM debian:12\nRUN pip install x\n")]);
    let plans = planned(&workspace, Some("3.9"));
    let decisions = decide(&plans[0], &[], &index, DecideOptions::default());
    assert_eq!(decisions.outcomes, [Outcome::Pin { version: "1.0".to_owned(), lock: None }]);
}

#[test]
fn two_images_with_different_pythons() {
    let mut index = Index::new("x 1.0\nx 2.0");
    index.files.get_mut("x").unwrap()[1].requires_python = Some(">=3.10".to_owned());
    let other = DOCKERFILE.replace("3.12", "3.9");
    let files = [("a/Dockerfile", DOCKERFILE), ("b/Dockerfile", &other), ("requirements.txt", "x\n")];
    let (text, found) = pinned(&files, "requirements.txt", &index, false);
    assert_eq!(text, "x\n");
    assert!(skips(&found)[0].contains("images with Python 3.9 and 3.12 install it"), "{:?}", skips(&found));
}

#[test]
fn lock_files_answer_first_and_without_a_question() {
    let lock = "version = 1\n[[package]]\nname = \"x\"\nversion = \"1.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n[[package]]\nname = \"two\"\nversion = \"1\"\nsource = { registry = \"https://pypi.org/simple\" }\n[[package]]\nname = \"two\"\nversion = \"2\"\nsource = { registry = \"https://pypi.org/simple\" }\n[[package]]\nname = \"own\"\nversion = \"1\"\nsource = { git = \"https://e\" }\n";
    let index = Index::new("x 9\ntwo 9\nown 9\nother 9");
    let files = |text| [("Dockerfile", DOCKERFILE), ("requirements.txt", text), ("uv.lock", lock)];
    let (text, _) = pinned(&files("x>=1\n"), "requirements.txt", &index, false);
    assert_eq!(text, "x==1.0\n");
    assert!(index.asked.borrow().is_empty(), "{:?}", index.asked);
    let (text, found) = pinned(&files("x>=2\ntwo\nown\nother\n"), "requirements.txt", &index, false);
    assert_eq!(text, "x>=2\ntwo\nown\nother==9\n");
    assert_eq!(
        skips(&found),
        [
            "x: `uv.lock` has 1.0, which is not what the file asks for",
            "two: `uv.lock` has several versions of `two`",
            "own: `uv.lock` takes `own` from elsewhere than an index",
        ]
    );
    let broken = [("Dockerfile", DOCKERFILE), ("requirements.txt", "x\n"), ("poetry.lock", "<<<<<<< HEAD\n")];
    assert_eq!(skips(&pinned(&broken, "requirements.txt", &index, false).1), ["x: `poetry.lock` is no TOML"]);
    let elsewhere = [("Dockerfile", DOCKERFILE), ("requirements.txt", "x\n"), ("sub/uv.lock", lock)];
    assert_eq!(pinned(&elsewhere, "requirements.txt", &index, false).0, "x==9\n");
}

#[test]
fn versions_go_together() {
    let index = Index::new(
        "boto3 1.39.0 botocore<1.40,>=1.39.0\nboto3 1.40.1 botocore<1.41,>=1.40.1\nbotocore 1.39.5\nbotocore 1.40.7\nbotocore 1.41.0",
    );
    for (before, after) in [
        // The newest of one bounds the other.
        ("boto3\nbotocore\n", "boto3==1.40.1\nbotocore==1.40.7\n"),
        // What is fixed bounds what is open, both ways.
        ("boto3\nbotocore==1.39.5\n", "boto3==1.39.0\nbotocore==1.39.5\n"),
        ("boto3==1.39.0\nbotocore\n", "boto3==1.39.0\nbotocore==1.39.5\n"),
        ("boto3\nbotocore<1.40\n", "boto3==1.39.0\nbotocore==1.39.5\n"),
        ("boto3>=1.40\nbotocore==1.39.5\n", "boto3>=1.40\nbotocore==1.39.5\n"),
    ] {
        assert_eq!(file(before, &index), after);
    }
    let files = [("Dockerfile", DOCKERFILE), ("requirements.txt", "boto3>=1.40\nbotocore==1.39.5\n")];
    let (_, found) = pinned(&files, "requirements.txt", &index, false);
    let expected = "boto3: `boto3 1.40.1` needs `botocore<1.41,>=1.40.1`, which does not go together with the rest";
    assert_eq!(skips(&found), [expected]);
}

#[test]
fn what_no_file_lists_must_exist_for_all_that_need_it() {
    let index = Index::new("old 1 shared<2\nnew 1 shared<2\nnew 2 shared>=2\nshared 1.5\nshared 2.5");
    assert_eq!(file("new\n", &index), "new==2\n");
    assert_eq!(file("new\nold==1\n", &index), "new==1\nold==1\n");
    assert_eq!(file("new>1\nold==1\n", &index), "new>1\nold==1\n");
}

#[test]
fn files_that_belong_together_get_the_same_versions() {
    let dockerfile = "FROM python:3.12\nCOPY . .\nRUN pip install -r prod.txt extra\n";
    let index = Index::new("x 1.0\nx 2.0\nextra 1 x<2");
    let files = [("Dockerfile", dockerfile), ("prod.txt", "-r base.txt\nx>=1\n"), ("base.txt", "x!=3\n")];
    assert_eq!(pinned(&files, "prod.txt", &index, false).0, "-r base.txt\nx==1.0\n");
    assert_eq!(pinned(&files, "base.txt", &index, false).0, "x==1.0\n");
    assert!(pinned(&files, "Dockerfile", &index, false).0.contains("-r prod.txt extra==1\n"));
}

#[test]
fn constraints_and_generated_files() {
    let index = Index::new("x 1.0\nx 2.0\ny 5");
    let with = |requirements: &str, constraints: &str, dockerfile: &str| {
        let files = [("Dockerfile", dockerfile), ("requirements.txt", requirements), ("c.txt", constraints)];
        let (text, found) = pinned(&files, "requirements.txt", &index, false);
        (text, skips(&found).join("\n"))
    };
    let (text, why) = with("-c c.txt\nx\ny\n", "x==1.0\n", DOCKERFILE);
    assert_eq!((text.as_str(), why.as_str()), ("-c c.txt\nx\ny==5\n", "x: the constraints file `c.txt` decides"));
    assert_eq!(with("-c c.txt\nx\n", "x<2\n", DOCKERFILE).0, "-c c.txt\nx==1.0\n");
    assert_eq!(with("-c missing.txt\nx\n", "", DOCKERFILE).0, "-c missing.txt\nx\n");
    let command = "FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt -c c.txt\n";
    assert_eq!(with("x\n", "x==1.0\n", command).1, "x: the constraints file `c.txt` decides");
    let elsewhere = "FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt -c /etc/c.txt\n";
    assert_eq!(with("x\n", "", elsewhere).1, "x: the constraints file `/etc/c.txt` decides");
    let variable = "FROM python:3.12\nENV PIP_CONSTRAINT=/c.txt\nCOPY . .\nRUN pip install -r requirements.txt\n";
    assert_eq!(with("x\n", "", variable).1, "x: the constraints file `PIP_CONSTRAINT` decides");
    assert!(
        with("# This file is autogenerated by pip-compile\nx\n", "", DOCKERFILE).1.contains("a tool made the file")
    );
}

#[test]
fn which_index_is_asked() {
    let plan = |dockerfile: &str, requirements: &str| {
        let workspace = workspace(&[("Dockerfile", dockerfile), ("requirements.txt", requirements)]);
        planned(&workspace, None).remove(0)
    };
    let own = plan(DOCKERFILE, "-i https://u:p@a/simple\n--extra-index-url https://b/\n--trusted-host c\nx\n").index;
    assert_eq!(own.url.as_deref(), Some("https://u:p@a/simple"));
    assert_eq!((own.extra_urls.join(" "), own.trusted_hosts.join(" ")), ("https://b/".to_owned(), "c".to_owned()));
    assert!(!format!("{own:?}").contains("u:p"));
    let env = "FROM python:3.12\nENV PIP_INDEX_URL=https://a/simple\nRUN pip install x\n";
    assert_eq!(plan(env, "").index.url.as_deref(), Some("https://a/simple"));
    let option = env.replace("install x", "install -i https://b/ x");
    assert_eq!(plan(&option, "").index.url.as_deref(), Some("https://b/"));
    let index = Index::new("x 1");
    for (dockerfile, requirements, why) in [
        (DOCKERFILE, "--no-index\nx\n", "no index is asked"),
        (DOCKERFILE, "--find-links ./w\nx\n", "`--find-links` gives files"),
        ("FROM python:3.12\nRUN pip install -i $URL x\n", "", "depends on a variable"),
        ("FROM python:3.12\nENV PIP_INDEX_URL=$X\nRUN pip install x\n", "", "depends on a variable"),
        ("FROM python:3.12\nRUN PIP_INDEX_URL=https://b/ pip install x\n", "", "chooses the index"),
    ] {
        let files = [("Dockerfile", dockerfile), ("requirements.txt", requirements)];
        let skips = skips(&pinned(&files, "Dockerfile", &index, false).1).join("\n");
        assert!(skips.contains(why), "{dockerfile}{requirements}: {skips}");
    }
}

/// The file afterwards, with hashes asked for, and why there are none.
fn hashed(dockerfile: &str, text: &str, index: &Index) -> (String, Vec<String>) {
    let (text, found) =
        pinned(&[("Dockerfile", dockerfile), ("requirements.txt", text)], "requirements.txt", index, true);
    let reasons = found.into_iter().filter_map(|(_, decisions)| decisions.hashes?.err()).flatten();
    (text, reasons.collect())
}

#[test]
fn hashes_of_a_whole_file() {
    let index = Index::new(
        "a 1 b<3 if python_version > '3'; w if sys_platform == 'win32'; t if extra == 'test'\nb 2\nw 1\nt 1",
    );
    let (zeros, ones) = ("0".repeat(64), "1".repeat(64));
    let (text, reasons) =
        hashed(DOCKERFILE, "a  # why\r\nb==2 ; os_name == 'posix'\r\nw ; os_name == 'nt'\r\n", &index);
    assert_eq!(reasons, [""; 0]);
    assert_eq!(
        text,
        format!(
            "a==1 \\\r\n    --hash=sha256:{zeros}  # why\r\nb==2 ; os_name == 'posix' \\\r\n    --hash=sha256:{ones}\r\nw ; os_name == 'nt'\r\n"
        )
    );
    assert_eq!(hashed(DOCKERFILE, &text, &index).0, text);
}

#[test]
fn hashes_are_added_to_all_or_to_none() {
    let index = Index::new("a 1 b<3\nb 2\nb 3\nc 1 t if extra == 'x'\nt 1\nm 1 b if platform_machine == 'arm'");
    let mut silent = Index::new("a 1");
    silent.requires.clear();
    let mut unsigned = Index::new("a 1");
    unsigned.files.get_mut("a").unwrap()[0].sha256 = None;
    let with_word = DOCKERFILE.replace("-r requirements.txt", "-r requirements.txt b");
    for (dockerfile, before, after, index, reason) in [
        (DOCKERFILE, "a\n", "a==1\n", &index, "`a` 1 needs `b<3`, which no file lists"),
        (DOCKERFILE, "a\nb==3\n", "a\nb==3\n", &index, "`a` gets no version"),
        (DOCKERFILE, "c[x]\n", "c[x]==1\n", &index, "`c` 1 needs `t`, which no file lists"),
        (DOCKERFILE, "m\n", "m==1\n", &index, "`m` 1 may need `b`, which no file lists"),
        (DOCKERFILE, "b\n-e .\n", "b==3\n-e .\n", &index, "`-e .` gets no version"),
        (DOCKERFILE, "b\nnone\n", "b==3\nnone\n", &index, "`none` gets no version"),
        (DOCKERFILE, "b\n-r more.txt\n", "b==3\n-r more.txt\n", &index, "includes `more.txt`, which is not there"),
        (&with_word, "a\nb\n", "a==1\nb==2\n", &index, "`b` is installed by the command itself"),
        (DOCKERFILE, "a\n", "a==1\n", &silent, "what `a` 1 needs is not known without downloading it"),
        (DOCKERFILE, "a\n", "a==1\n", &unsigned, "the index names no SHA-256 for a file of `a` 1"),
    ] {
        let (text, reasons) = hashed(dockerfile, before, index);
        assert_eq!(text, after);
        assert!(reasons.iter().any(|it| it.contains(reason)), "{reasons:?}");
    }
    let (text, reasons) = hashed(DOCKERFILE, "c\n", &index);
    assert!(text.contains("--hash") && reasons.is_empty(), "an extra that nobody asks for needs nothing: {reasons:?}");
}

#[test]
fn hashes_from_a_lock_file_need_no_question() {
    let digest = "c".repeat(64);
    let lock = format!(
        "version = 1\n[[package]]\nname = \"x\"\nversion = \"1.0\"\nsource = {{ registry = \"https://e\" }}\nwheels = [{{ url = \"u\", hash = \"sha256:{digest}\" }}]\n"
    );
    let index = Index::default();
    let files = [("Dockerfile", DOCKERFILE), ("requirements.txt", "x\n"), ("uv.lock", lock.as_str())];
    let (text, _) = pinned(&files, "requirements.txt", &index, true);
    assert_eq!(text, format!("x==1.0 \\\n    --hash=sha256:{digest}\n"));
    assert!(index.asked.borrow().is_empty());
}

#[test]
fn questions_are_known_ahead() {
    let index = Index::new("x 1\ny 1\nz 1");
    let files = [("Dockerfile", DOCKERFILE), ("requirements.txt", "x\ny==1\nz ; sys_platform == 'win32'\n")];
    let workspace = workspace(&files);
    let plans = planned(&workspace, None);
    let asked = plans[0].questions(&[], false);
    let decisions = decide(&plans[0], &[], &index, DecideOptions::default());
    assert!(decisions.changes(0) && !decisions.changes(1));
    assert_eq!(asked, *index.asked.borrow());
    let metadata = metadata_questions(&plans[0], &[], &index, false);
    let file = |name: &str| (name.to_owned(), format!("{name}-1-py3-none-any.whl"));
    assert_eq!(metadata, [file("x"), file("y")]);
    assert_eq!(plans[0].lock_paths().into_iter().collect::<Vec<_>>(), ["Pipfile.lock", "poetry.lock", "uv.lock"]);
    assert_eq!(plans[0].paths().collect::<Vec<_>>(), ["Dockerfile", "requirements.txt"]);
}
