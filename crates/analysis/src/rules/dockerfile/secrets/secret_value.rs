//! `secret-value`: a token or key, by its form.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, FixAvailability, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_model::tables::secrets::{mask, secret_values};
use plimsoll_model::wildcard;
use plimsoll_text::range;

rule! {
    /// A token or key of a known form stands in the file.
    ///
    /// It is in the repository and in the image. Revoke it first, then take it out: what was pushed once is known.
    ///
    /// The examples that AWS and others use in their documentation are known and left alone:
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// ENV AWS_KEY_NAME=AKIAIOSFODNN7EXAMPLE
    /// ```
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// RUN git clone https://x:ghp_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX@github.com/acme/app
    ///                       # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: a GitHub token (`ghp_…`) stands in the file
    /// ```
    "secret-value" {
        summary: "token or key in the file",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Error, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["docker:S6437", "tally/secrets-in-code"],
        options: &[OptionSpec {
            name: "allow",
            kind: OptionKind::List,
            docs: "Values that are no secret, `*` for any characters.",
        }],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let allowed = cx.settings.list(&RULE, "allow");
    for secret in secret_values(cx.source().as_bytes()) {
        let place = range(secret.range.start, secret.range.end);
        if allowed.iter().any(|pattern| wildcard::matches(pattern, cx.text(place))) {
            continue;
        }
        let starts_with_vowel = secret.kind.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o']);
        let article = if starts_with_vowel || secret.kind.starts_with("npm") { "an" } else { "a" };
        let shown = mask(cx.text(place));
        sink.report(place, format!("{article} {} (`{shown}`) stands in the file", secret.kind))
            .note("it is known to everyone who can read the repository or pull the image: revoke it")
            .secret(place);
    }
}
