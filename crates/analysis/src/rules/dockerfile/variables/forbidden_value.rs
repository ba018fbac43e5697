//! `forbidden-value`: what the policy of this repository forbids.

use super::policy::{Policy, values};
use crate::rule::rule;
use crate::{Category, Check, FixAvailability, InstructionCx, Level, Levels, OptionKind, OptionSpec, Sink};
use plimsoll_dockerfile::Keyword;

rule! {
    /// A team may forbid values that are right elsewhere: ports, users, packages, commands, flags.
    ///
    /// A policy names what it is about, a pattern in which `*` stands for anything, and behind ` -- ` what to tell
    /// whoever breaks it. It is about an instruction (`EXPOSE 22`, `USER root`, `FROM *alpine*`, `ENV DEBUG=*`), or
    /// about a `package` that is installed, a `command` that is run, or a `flag` of an instruction.
    ///
    /// ```toml
    /// [rules.forbidden-value]
    /// deny = ["EXPOSE 22 -- use the jump host", "package epel-release", "command curl -k*", "flag --network=host"]
    /// allow = ["USER app", "USER 10*"]
    /// ```
    ///
    /// Where something is allowed, everything else of its kind is forbidden. Without policies the rule is silent.
    ///
    /// ```Dockerfile,bad,deny=EXPOSE 22 -- use the jump host;package epel-*
    /// FROM rockylinux:9
    /// RUN dnf -y install epel-release-9 htop
    /// #                  ^^^^^^^^^^^^^^ warning: `epel-release-9` is forbidden here
    /// EXPOSE 80 20-25
    /// #         ^^^^^ warning: `20-25` is forbidden here: use the jump host
    /// ```
    ///
    /// ```Dockerfile,bad,allow=USER app;USER 10*
    /// FROM debian:12.11
    /// USER nobody
    /// #    ^^^^^^ warning: `nobody` is not among what is allowed here
    /// USER 1001:1001
    /// ```
    ///
    /// ```Dockerfile,good,deny=EXPOSE 22
    /// FROM debian:12.11
    /// EXPOSE 2222 80/tcp $PORT
    /// ```
    "forbidden-value" {
        summary: "value that the policy of this repository forbids",
        category: Category::Security,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[
            OptionSpec {
                name: "deny",
                kind: OptionKind::List,
                docs: "What may not stand there: `EXPOSE 22`, `package epel-*`, `command curl`, `flag --network=host`; behind ` -- ` words of your own.",
            },
            OptionSpec {
                name: "allow",
                kind: OptionKind::List,
                docs: "What alone may stand there, in the same form.",
            },
        ],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    let (deny, allow) = (cx.settings.list(&RULE, "deny"), cx.settings.list(&RULE, "allow"));
    if deny.is_empty() && allow.is_empty() {
        return;
    }
    // A policy that cannot be read must not look like one that is kept.
    let is_first = cx.stage.is_some_and(|stage| stage.0 == 0) && cx.instruction.keyword == Keyword::From;
    for text in deny.iter().chain(allow).filter(|text| is_first && Policy::read(text).is_none()) {
        sink.report(cx.instruction.keyword_range, format!("the policy `{text}` is about nothing that is known"));
    }
    for policy in deny.iter().filter_map(|text| Policy::read(text)) {
        for value in values(cx, policy.subject).iter().filter(|value| policy.names_some(value)) {
            let words = if policy.words.is_empty() { String::new() } else { format!(": {}", policy.words) };
            sink.report(value.range, format!("{} is forbidden here{words}", value.shown(policy.pattern)));
        }
    }
    let allowed: Vec<Policy<'_>> = allow.iter().filter_map(|text| Policy::read(text)).collect();
    for (at, policy) in allowed.iter().enumerate() {
        if allowed[..at].iter().any(|other| other.subject == policy.subject) {
            continue;
        }
        let same = || allowed.iter().filter(|other| other.subject == policy.subject);
        for value in values(cx, policy.subject).iter().filter(|value| !same().any(|it| it.names(value))) {
            let words = same().find(|it| !it.words.is_empty()).map_or(String::new(), |it| format!(": {}", it.words));
            let keyword = cx.text(cx.instruction.keyword_range);
            sink.report(value.range, format!("{} is not among what is allowed here{words}", value.shown(keyword)));
        }
    }
}
