//! `invalid-environment-name`: a variable with a name that it cannot have.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::Field;
use std::borrow::Cow;

rule! {
    /// The name of a variable is not empty and holds no blank and no `=`; Docker refuses to start the container.
    ///
    /// Dots and dashes are allowed, and so are empty values.
    ///
    /// ```json,bad
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [
    ///         { "name": "DB HOST", "value": "db.internal" },
    ///         //        ^^^^^^^^^ warning: `DB HOST` is no name of a variable
    ///         { "name": "STAGE=prod", "value": "" }
    ///         //        ^^^^^^^^^^^^ warning: `STAGE=prod` is no name of a variable
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "web:1",
    ///       "environment": [
    ///         { "name": "spring.profiles.active", "value": "prod" },
    ///         { "name": "X-Y", "value": "" },
    ///         { "name": "${NAME}", "value": "1" }
    ///       ]
    ///     }
    ///   ]
    /// }
    /// ```
    "invalid-environment-name" {
        summary: "variable with a name that it cannot have",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Error, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    for variable in cx.container.variables() {
        check_name(&variable.name, sink);
    }
    for secret in cx.container.object.objects("secrets") {
        check_name(&secret.string("name"), sink);
    }
}

fn check_name(name: &Field<'_, Cow<'_, str>>, sink: &mut Sink) {
    let Field::Known { value: name, node, .. } = name else { return };
    // Nearly all names are plain, and told by their bytes.
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'=') {
        return;
    }
    let message = if name.is_empty() {
        "the name of a variable is empty".to_owned()
    } else if name.contains(|c: char| c == '=' || c == '\0' || c.is_whitespace()) {
        format!("`{}` is no name of a variable", name.escape_debug())
    } else {
        return;
    };
    let finding = sink.report(node.range(), message);
    finding.note("it may hold no blank and no `=`; Docker refuses to start the container");
    if name.contains('=') {
        // What stands behind the sign may be a secret.
        finding.secret(node.range());
    }
}
