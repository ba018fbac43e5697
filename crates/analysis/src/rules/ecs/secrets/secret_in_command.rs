//! `secret-in-command`: a password on the command line of a container.

use super::command_secret::secrets_in;
use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};

rule! {
    /// A password, token or key stands in `command` or `entryPoint`.
    ///
    /// Everyone who can describe the task or list the processes of the instance can read it. Pass it as a secret.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "redis:7.4", "command": ["redis-server", "--requirepass", "correct-horse"] }
    ///     //                                                                                   ^^^^^^^^^^^^^ warning: `--requirepass` gives container `web` a secret on its command line
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     { "name": "web", "image": "redis:7.4", "command": ["sh", "-c", "redis-server --requirepass $PASSWORD"] },
    ///     { "name": "api", "image": "api:1", "command": ["serve", "--token-file=/run/token", "--password=${PASSWORD}"] }
    ///   ]
    /// }
    /// ```
    "secret-in-command" {
        summary: "password on the command line of a container",
        category: Category::Security,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for key in ["entryPoint", "command"] {
        let words = cx.container.words(key);
        for found in secrets_in(&words) {
            sink.report(
                found.range,
                format!("{} gives {} a secret on its command line", found.by, cx.container.called()),
            )
            .note("everyone who can describe the task or list its processes can read it; pass it under `secrets`")
            .secret(found.range);
        }
    }
}
