//! Pieces of Dockerfiles with gaps to fill in.
//!
//! Invariant: no snippet gives a warning of a rule that is on by default, once its gaps are filled in.

use crate::{Completion, CompletionKind};
use plimsoll_text::{Edit, TextRange};

struct Snippet {
    label: &'static str,
    detail: &'static str,
    text: &'static str,
    /// Whether it begins a stage.
    is_stage: bool,
}

const SNIPPETS: [Snippet; 8] = [
    Snippet {
        label: "stage",
        detail: "a build stage with a name",
        text: "FROM ${1:image}:${2:tag} AS ${3:build}\nWORKDIR ${4:/src}\n$0",
        is_stage: true,
    },
    Snippet {
        label: "apt-get install",
        detail: "Debian packages, with the lists in a cache",
        text: "RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\\\n    rm -f /etc/apt/apt.conf.d/docker-clean && \\\\\n    apt-get update && apt-get install -y --no-install-recommends ${1:package}\n$0",
        is_stage: false,
    },
    Snippet {
        label: "apk add",
        detail: "Alpine packages",
        text: "RUN apk add --no-cache ${1:package}\n$0",
        is_stage: false,
    },
    Snippet {
        label: "pip install",
        detail: "Python packages, with the downloads in a cache",
        text: "COPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n$0",
        is_stage: false,
    },
    Snippet {
        label: "npm ci",
        detail: "Node.js packages, with the downloads in a cache",
        text: "COPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci --omit=dev\n$0",
        is_stage: false,
    },
    Snippet {
        label: "useradd",
        detail: "a user of its own for the service (Debian)",
        text: "RUN useradd --system --uid ${1:10001} --no-create-home --shell /usr/sbin/nologin ${2:app}\nUSER ${2:app}\n$0",
        is_stage: false,
    },
    Snippet {
        label: "adduser",
        detail: "a user of its own for the service (Alpine)",
        text: "RUN adduser -D -H -u ${1:10001} ${2:app}\nUSER ${2:app}\n$0",
        is_stage: false,
    },
    Snippet {
        label: "secret",
        detail: "a command that reads a secret of the build",
        text: "RUN --mount=type=secret,id=${1:token} ${2:command} \"\\$(cat /run/secrets/${1:token})\"\n$0",
        is_stage: false,
    },
];

/// The snippets that may begin at `word`; those inside a stage only behind a FROM.
pub(super) fn snippets(word: TextRange, has_from: bool) -> impl Iterator<Item = Completion> {
    SNIPPETS.iter().filter(move |snippet| has_from || snippet.is_stage).map(move |snippet| {
        let mut completion =
            Completion::new(snippet.label, CompletionKind::Snippet, Edit::replace(word, plain(snippet.text)));
        completion.detail = Some(snippet.detail.to_owned());
        completion.docs = Some(format!("```Dockerfile\n{}\n```", plain(snippet.text).trim_end()));
        completion.snippet = Some(snippet.text.to_owned());
        completion.sort = 60;
        completion
    })
}

/// The text of a snippet with its gaps as they are named.
fn plain(snippet: &str) -> String {
    let mut text = String::new();
    let mut chars = snippet.chars().peekable();
    let mut in_gap = false;
    while let Some(next) = chars.next() {
        match next {
            '\\' => text.extend(chars.next()),
            '$' => {
                in_gap = chars.next_if_eq(&'{').is_some();
                while chars.next_if(char::is_ascii_digit).is_some() {}
                let _ = chars.next_if(|colon| in_gap && *colon == ':');
            }
            '}' if in_gap => in_gap = false,
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{SNIPPETS, plain};
    use plimsoll_analysis::{FileKind, Settings, Severity, SourceFile, Workspace, analyze};

    #[test]
    fn gaps_keep_their_names() {
        assert_eq!(plain("A ${1:b} \\$(c) \\\\\n$0${2:d-é}"), "A b $(c) \\\nd-é");
    }

    #[test]
    fn no_snippet_gives_a_warning() {
        for snippet in SNIPPETS {
            let text =
                plain(snippet.text).replace("package\n", "curl=8.14.1-r2\n").replace("image:tag", "debian:12.11");
            let text = if snippet.is_stage { text } else { format!("FROM debian:12.11\nWORKDIR /app\n{text}") };
            let file = SourceFile::new("Dockerfile", format!("{text}USER 1000\n"), FileKind::Dockerfile);
            let found = analyze(&file, &Settings::default(), &Workspace::default()).diagnostics;
            let found: Vec<_> =
                found.iter().filter(|it| it.severity > Severity::Note).map(|it| (it.rule.id, &it.message)).collect();
            assert!(found.is_empty(), "{}: {found:?}", snippet.label);
        }
    }
}
