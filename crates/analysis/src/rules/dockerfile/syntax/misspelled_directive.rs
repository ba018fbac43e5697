//! `misspelled-directive`: directive with a mistake in its name.

use crate::rule::rule;
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink, nearest};
use plimsoll_dockerfile::ItemKind;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// A parser directive whose name is wrong is a comment, and the ones behind it are comments, too.
    ///
    /// ```Dockerfile,bad
    /// # sytax=docker/dockerfile:1
    /// # ^^^^^ warning: `sytax` is no directive, perhaps `syntax` is meant
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// # syntax=docker/dockerfile:1
    /// FROM debian:12.11
    /// ```
    ///
    /// ```Dockerfile,good
    /// # image=docker/dockerfile
    /// FROM debian:12.11
    /// ```
    "misspelled-directive" {
        summary: "directive with a mistake in its name",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let first = cx.syntax.items.iter().find(|item| !matches!(item.kind, ItemKind::Directive(_)));
    let Some(ItemKind::Comment(comment)) = first.map(|item| &item.kind) else { return };
    let text = cx.text(comment.range);
    let name_on = text.trim_start_matches('#').trim_start();
    let Some((name, value)) = name_on.split_once('=') else { return };
    let (name, value) = (name.trim_end(), value.trim());
    let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let Some(near) = nearest(name, ["syntax", "escape", "check"], 2).filter(|_| is_word) else { return };
    let fits = match near {
        "syntax" => value.contains("dockerfile") && !value.contains(' '),
        "escape" => matches!(value, "\\" | "`"),
        _ => value.starts_with("skip=") || value.starts_with("error="),
    };
    if !fits || name.eq_ignore_ascii_case(near) {
        return;
    }
    let place = TextRange::at(comment.range.start() + size(text.len() - name_on.len()), size(name.len()));
    sink.report(place, format!("`{name}` is no directive, perhaps `{near}` is meant"))
        .fix(Fix::r#unsafe(format!("write `{near}`"), Edit::replace(place, near)));
}
