//! What the fixes of this group that a person completes make of a file; no example of a page shows them.

use crate::{Applicability, FileKind, Preset, SettingsBuilder, SourceFile, Workspace, analyze};

/// The line of the file that a fix changes, once for each manual fix of `rule`. The file is a FROM and `line`.
fn choices(rule: &str, line: &str) -> Vec<String> {
    let is_whole = line.contains("FROM") || line.starts_with("# ");
    let text = if is_whole { line.to_owned() } else { format!("FROM debian:12.11\n{line}\n") };
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    let settings = builder.only().on(rule).expect("a rule").build();
    let file = SourceFile::new("Dockerfile", &*text, FileKind::Dockerfile);
    let analysis = analyze(&file, &settings, &Workspace::default());
    assert!(!analysis.diagnostics.is_empty(), "{rule}: {line}");
    let fixes = analysis.diagnostics.iter().flat_map(|it| &it.fixes);
    let manual = fixes.filter(|fix| fix.applicability == Applicability::Manual);
    manual.map(|fix| changed(&text, &fix.edits.apply(&text))).collect()
}

fn changed(before: &str, after: &str) -> String {
    let pairs = before.lines().zip(after.lines());
    pairs.filter(|(old, new)| old != new).map(|(_, new)| new).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_choice_is_one_fix() {
    let cases: [(&str, &str, &[&str]); 33] = [
        ("invalid-escape-directive", "# escape=x\nFROM scratch\n", &["# escape=\\", "# escape=`"]),
        ("empty-directive", "# escape=\nFROM scratch\n", &["# escape=\\", "# escape=`"]),
        ("empty-directive", "# syntax=\nFROM scratch\n", &["# syntax=docker/dockerfile:1"]),
        ("empty-base-name", "ARG A=\"\"\nFROM $A\n", &["ARG A=<image>"]),
        ("empty-base-name", "ARG A=\nFROM ${A}\n", &["ARG A=<image>"]),
        (
            "flag-without-value",
            "COPY --chown app . /app/",
            &["COPY --chown=app . /app/", "COPY --chown=<value> app . /app/"],
        ),
        ("flag-without-value", "COPY --chown a b", &["COPY --chown=<value> a b"]),
        (
            "flag-without-value",
            "HEALTHCHECK --interval 5s CMD x",
            &["HEALTHCHECK --interval=5s CMD x", "HEALTHCHECK --interval=<value> 5s CMD x"],
        ),
        (
            "flag-without-value",
            "RUN --network none make",
            &["RUN --network=none make", "RUN --network=<value> none make"],
        ),
        ("flag-without-value", "COPY --link= a b", &["COPY --link=true a b", "COPY --link=false a b"]),
        ("non-boolean-flag", "COPY --link=yes a b", &["COPY --link=true a b", "COPY --link=false a b"]),
        (
            "invalid-mount-ownership",
            "RUN --mount=type=cache,target=/c,uid=app x",
            &["RUN --mount=type=cache,target=/c,uid=<number> x"],
        ),
        (
            "invalid-mount-ownership",
            "RUN --mount=type=cache,target=/c,mode=u+w x",
            &["RUN --mount=type=cache,target=/c,mode=0755 x"],
        ),
        (
            "invalid-mount-ownership",
            "RUN --mount=type=tmpfs,target=/c,uid=1 x",
            &["RUN --mount=type=tmpfs,target=/c x"],
        ),
        ("invalid-mount-target", "RUN --mount=type=bind,target=/ x", &["RUN --mount=type=bind,target=<path> x"]),
        ("invalid-mount-target", "RUN --mount=type=cache,id=a x", &["RUN --mount=type=cache,id=a,target=<path> x"]),
        ("invalid-device", "RUN --device=required x", &["RUN --device=<name>,required x"]),
        ("invalid-device", "RUN --device=name=a/b=c,name=d/e=f x", &["RUN --device=name=a/b=c x"]),
        ("invalid-device", "RUN --device=a/b=c,requird=true x", &["RUN --device=a/b=c,required=true x"]),
        ("copy-without-destination", "COPY a", &["COPY a <destination>"]),
        ("copy-without-destination", "COPY --link", &["COPY --link <source> <destination>"]),
        (
            "stage-index-out-of-range",
            "FROM a AS one\nFROM b\nFROM c\nCOPY --from=7 /a /b\n",
            &["COPY --from=1 /a /b", "COPY --from=one /a /b"],
        ),
        ("source-outside-context", "COPY ../a/ /b/", &["COPY a/ /b/"]),
        ("invalid-chmod", "COPY --chmod=rwx a b", &["COPY --chmod=755 a b", "COPY --chmod=644 a b"]),
        ("invalid-chown", "COPY --chown=a:b:c d e", &["COPY --chown=a:b d e"]),
        (
            "conflicting-git-options",
            "ADD https://x.org/a.git?ref=v1&subdir=b#v2 /c",
            &["ADD https://x.org/a.git?subdir=b#v2 /c", "ADD https://x.org/a.git?ref=v1&subdir=b /c"],
        ),
        (
            "conflicting-git-options",
            "ADD --keep-git-dir=true https://x.org/a.git?keep-git-dir=false /c",
            &["ADD --keep-git-dir=true https://x.org/a.git /c", "ADD https://x.org/a.git?keep-git-dir=false /c"],
        ),
        ("missing-argument", "WORKDIR", &["WORKDIR <path>"]),
        ("missing-argument", "HEALTHCHECK --interval=5s", &["HEALTHCHECK --interval=5s CMD <command>"]),
        ("missing-argument", "VOLUME []", &["VOLUME [\"<path>\"]"]),
        ("blank-key", "ENV =1", &["ENV <name>=1"]),
        (
            "bad-substitution",
            "ENV A=${HOME/bin B=${C:-d",
            &["ENV A=${HOME}/bin B=${C:-d", "ENV A=${HOME/bin B=${C:-d}"],
        ),
        ("bad-substitution", "ENV A=${} B=${C^^}/d", &["ENV A=${<name>} B=${C^^}/d", "ENV A=${} B=${C}/d"]),
    ];
    for (rule, line, expected) in cases {
        assert_eq!(choices(rule, line), expected, "{rule}: {line}");
    }
    assert_eq!(choices("pair-without-equals", "ENV A=1 B"), ["ENV A=1 B=<value>"]);
    assert_eq!(choices("invalid-retries", "HEALTHCHECK --retries=x CMD y"), ["HEALTHCHECK --retries=3 CMD y"]);
}
