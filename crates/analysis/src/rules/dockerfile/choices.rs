//! What the fixes about downloads, shells and secrets that a person completes make of a file; no example of a page shows
//! them.

use crate::{Applicability, FileKind, Preset, SettingsBuilder, SourceFile, Workspace, analyze};

/// What each manual fix of the first finding of `rule` makes of a file, without its FROM.
fn choices(rule: &str, lines: &str) -> Vec<String> {
    const BASE: &str = "FROM debian:12.11\n";
    let text = format!("{BASE}{lines}\n");
    let mut builder = SettingsBuilder::new(Preset::Recommended);
    let settings = builder.only().on(rule).expect("a rule").build();
    let file = SourceFile::new("Dockerfile", &*text, FileKind::Dockerfile);
    let analysis = analyze(&file, &settings, &Workspace::default());
    let first = analysis.diagnostics.first().unwrap_or_else(|| panic!("{rule}: {lines}"));
    let manual = first.fixes.iter().filter(|fix| fix.applicability == Applicability::Manual);
    let lines = |text: String| text.strip_prefix(BASE).map(|rest| rest.trim_end().to_owned());
    manual.map(|fix| lines(fix.edits.apply(&text)).expect("FROM stays")).collect()
}

#[test]
fn each_choice_is_one_fix() {
    const HASH: &str = "echo '<sha256>  ";
    let checked = |name: &str| format!("{HASH}{name}' | sha256sum -c -");
    let cases: [(&str, &str, Vec<String>); 20] = [
        (
            "download-piped-to-shell",
            "RUN curl -LsSf https://astral.sh/uv/install.sh | sh",
            vec![
                "COPY --from=ghcr.io/astral-sh/uv:<tag> /uv /uvx /usr/local/bin/".to_owned(),
                format!(
                    "RUN curl -LsSf https://astral.sh/uv/install.sh -o /tmp/install.sh && {} && sh /tmp/install.sh",
                    checked("/tmp/install.sh")
                ),
            ],
        ),
        // A folder of an image holds more than the program.
        (
            "download-piped-to-shell",
            "RUN curl -fsSL https://deb.nodesource.com/setup_24.x | bash -",
            vec![format!(
                "RUN curl -fsSL https://deb.nodesource.com/setup_24.x -o /tmp/install.sh && {} && bash /tmp/install.sh",
                checked("/tmp/install.sh")
            )],
        ),
        (
            "unverified-script",
            "RUN curl -fsSLo a.sh https://example.com/a.sh && sh a.sh",
            vec![format!("RUN curl -fsSLo a.sh https://example.com/a.sh && {} && sh a.sh", checked("a.sh"))],
        ),
        ("unverified-script", "RUN curl -fsSLo a.sh https://example.com/a.sh; sh a.sh", Vec::new()),
        (
            "unverified-script",
            "ADD https://example.com/a.sh /a.sh\nRUN sh /a.sh",
            vec!["ADD --checksum=sha256:<sha256> https://example.com/a.sh /a.sh\nRUN sh /a.sh".to_owned()],
        ),
        (
            "unverified-download",
            "RUN wget -q https://example.com/a.tgz && tar -xzf a.tgz",
            vec![format!("RUN wget -q https://example.com/a.tgz && {} && tar -xzf a.tgz", checked("a.tgz"))],
        ),
        ("unverified-download", "RUN curl -fsSL https://example.com/a.tgz | tar -xz", Vec::new()),
        (
            "git-clone-in-run",
            "RUN git clone --branch v1.4 https://github.com/acme/app /src",
            vec!["ADD https://github.com/acme/app.git#v1.4 /src".to_owned()],
        ),
        ("git-clone-in-run", "RUN git clone --branch v1.4 https://github.com/acme/app src", Vec::new()),
        (
            "download-then-extract",
            "RUN curl -fsSLo a.tgz https://example.com/a.tgz && tar -xzf a.tgz -C /opt && rm a.tgz",
            vec!["ADD --checksum=sha256:<sha256> --unpack=true https://example.com/a.tgz /opt/".to_owned()],
        ),
        ("lost-environment", "RUN export PATH=/opt/bin:$PATH", vec!["ENV PATH=/opt/bin:$PATH".to_owned()]),
        (
            "lost-environment",
            "RUN python -m venv /venv && . /venv/bin/activate",
            vec!["RUN python -m venv /venv\nENV VIRTUAL_ENV=/venv PATH=/venv/bin:$PATH".to_owned()],
        ),
        ("lost-environment", "RUN conda activate app", vec!["ENV PATH=/opt/conda/envs/app/bin:$PATH".to_owned()]),
        (
            "lost-environment",
            "RUN . /root/.nvm/nvm.sh && nvm use 24",
            vec!["RUN . /root/.nvm/nvm.sh\nENV PATH=/root/.nvm/versions/node/<version>/bin:$PATH".to_owned()],
        ),
        ("lost-environment", "RUN umask 022", Vec::new()),
        ("ineffective-unset", "ENV MODE=test\nRUN make && unset MODE", vec!["RUN export MODE=test && make".to_owned()]),
        (
            "ineffective-unset",
            "ARG NPM_TOKEN\nRUN npm ci && unset NPM_TOKEN",
            vec!["RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci".to_owned()],
        ),
        // Another instruction needs it.
        ("ineffective-unset", "ENV MODE=test\nRUN make && unset MODE\nLABEL mode=$MODE", Vec::new()),
        (
            "root-owned-cache-mount",
            "USER app\nRUN --mount=type=cache,target=/c make",
            vec!["USER app\nRUN --mount=type=cache,target=/c,uid=1000,gid=1000 make".to_owned()],
        ),
        (
            "credentials-in-url",
            "RUN curl -fsSO https://bob:hunter2@files.acme.io/a",
            vec![
                "RUN --mount=type=secret,id=password,env=PASSWORD,required=true curl -fsSO \
                 https://bob:${PASSWORD}@files.acme.io/a"
                    .to_owned(),
            ],
        ),
    ];
    for (rule, lines, expected) in cases {
        assert_eq!(choices(rule, lines), expected, "{rule}: {lines}");
    }
}
