//! `invalid-environment-file-line`: a line that ECS does not take as its author means it.

use crate::rule::rule;
use crate::{Category, Check, CompanionCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_text::{Edit, Edits, TextRange, range};

rule! {
    /// ECS reads an environment file line by line as `NAME=VALUE`, and nothing else.
    ///
    /// Quotes stay part of the value, `export` becomes part of the name, and a line without `=` sets nothing. Checked are
    /// files whose name ends an ARN in the `environmentFiles` of a task definition.
    ///
    /// ```env,bad
    /// # the settings of the service
    /// MODE="production"
    /// #    ^^^^^^^^^^^^ warning: the quotes become part of the value of `MODE`
    /// export LEVEL=info
    /// ^^^^^^ warning: `export` becomes part of the name of the variable
    /// ```
    ///
    /// ```env,fixed
    /// # the settings of the service
    /// MODE=production
    /// LEVEL=info
    /// ```
    ///
    /// ```env,good
    /// # the settings of the service
    /// MODE=production
    /// GREETING=good "morning"
    /// EMPTY=
    /// ```
    "invalid-environment-file-line" {
        summary: "line of an environment file that ECS takes otherwise than it is meant",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Companion(check),
    }
}

fn check(cx: &CompanionCx<'_>, sink: &mut Sink) {
    if !cx.file.path.ends_with(".env") {
        return;
    }
    for line in plimsoll_text::lines(cx.source()) {
        let text = line.text.trim_end_matches(['\r', '\n']);
        let begin = line.start + text.len() - text.trim_start().len();
        let trimmed = text.trim();
        let at = |from: usize, length: usize| range(begin + from, begin + from + length);
        if trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with('\u{feff}') {
            continue;
        }
        let Some((name, value)) = trimmed.split_once('=') else {
            sink.report(at(0, trimmed.len()), "the line has no `=`, so it sets nothing").secret(at(0, trimmed.len()));
            continue;
        };
        let bare = name.strip_prefix("export").map(str::trim_start).filter(|rest| rest.len() + 6 < name.len());
        if let Some(bare) = bare {
            let deleted = Edit::delete(at(0, name.len() - bare.len()));
            sink.report(at(0, "export".len()), "`export` becomes part of the name of the variable")
                .fix(Fix::r#unsafe("delete `export`", deleted));
        }
        let from = name.len() + 1;
        let place = at(from, value.len());
        if is_quoted(value) {
            let one = |offset: usize| Edit::delete(at(from + offset, 1));
            let edits = Edits::new(vec![one(0), one(value.len() - 1)]).ok();
            let shown = bare.unwrap_or(name).trim();
            report(sink, place, shown, edits);
        }
    }
}

fn report(sink: &mut Sink, place: TextRange, name: &str, edits: Option<Edits>) {
    sink.report(place, format!("the quotes become part of the value of `{name}`"))
        .secret(place)
        .fix(edits.map(|edits| Fix::r#unsafe("take the quotes away", edits)));
}

/// `"…"` or `'…'` around all of it, and none of them inside.
fn is_quoted(value: &str) -> bool {
    ['"', '\''].into_iter().any(|quote| {
        let inner = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains(quote))
    })
}
