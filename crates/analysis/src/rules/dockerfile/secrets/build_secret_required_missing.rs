//! `build-secret-required-missing`: secret that the build can do without.

use crate::rule::rule;
use crate::rules::dockerfile::syntax::mounts;
use crate::{Category, Check, Fix, FixAvailability, InstructionCx, Level, Levels, Sink};
use plimsoll_text::Edit;

rule! {
    /// Without `required` a build that lacks the secret goes on, and the RUN finds nothing in its place.
    ///
    /// ```Dockerfile,bad
    /// FROM node:24.11-slim
    /// RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: without `required` the build goes on when this secret is missing
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM node:24.11-slim
    /// RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN,required=true npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN
    /// ```
    ///
    /// A script that looks first needs no more:
    ///
    /// ```Dockerfile,good
    /// FROM node:24.11-slim
    /// RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm config set //registry.npmjs.org/:_authToken=${NPM_TOKEN:-none}
    /// RUN --mount=type=secret,id=key if [ -f /run/secrets/key ]; then cat /run/secrets/key; fi
    /// RUN --mount=type=secret,id=key,required=true cat /run/secrets/key
    /// ```
    "build-secret-required-missing" {
        summary: "secret that the build can do without",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Instruction(check),
    }
}

fn check(cx: &InstructionCx<'_>, sink: &mut Sink) {
    for (mount, _) in mounts(cx).into_iter().filter(|(_, kind)| kind == "secret") {
        let given = |names: &[&str]| mount.option(cx.source(), names).filter(|value| !value.contains('$'));
        let has_required = mount.options.iter().any(|option| cx.text(option.key).eq_ignore_ascii_case("required"));
        let script = cx.text(cx.instruction.arguments);
        let reads = match (given(&["env"]), given(&["target", "dst", "destination"]), given(&["id"])) {
            (Some(name), ..) => script.contains(&format!("${name}")) || script.contains(&format!("${{{name}}}")),
            (None, Some(target), _) if target.starts_with('/') => script.contains(target),
            (None, None, Some(id)) => script.contains(&format!("/run/secrets/{id}")),
            _ => false,
        };
        let looks_first = ["[ ", "test ", "${", "|| "].iter().any(|mark| script.contains(mark));
        let last = mount.options.last().map(|option| option.range.end());
        if has_required || !reads || looks_first || last != Some(mount.range.end()) {
            continue;
        }
        sink.report(mount.range, "without `required` the build goes on when this secret is missing")
            .fix(last.map(|end| Fix::safe("add `required=true`", Edit::insert(end, ",required=true"))));
    }
}
