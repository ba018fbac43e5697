//! `yjit-disabled`: Ruby runs without its compiler.

use super::ruby::is_newer_ruby;
use crate::rule::rule;
use crate::rules::dockerfile::lines::before;
use crate::rules::dockerfile::surroundings::{is_for_development, says};
use crate::{Category, Check, DockerfileCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_dockerfile::Body;
use plimsoll_model::tables::eol::is_newer;

rule! {
    /// Since Ruby 3.3 its compiler YJIT pays in production: most programs answer faster, for some memory. Rails turns it
    /// on by itself from 7.2 on; others need `RUBY_YJIT_ENABLE=1`.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4-slim
    /// #    ^^^^^^^^^^^^^ note: Ruby runs without YJIT
    /// CMD ["bundle", "exec", "puma"]
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4-slim
    /// ENV RUBY_YJIT_ENABLE=1
    /// CMD ["bundle", "exec", "puma"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4-slim
    /// CMD ["ruby", "--yjit", "app.rb"]
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.2-slim
    /// CMD ["bundle", "exec", "puma"]
    /// ```
    ///
    /// # Rails 7.2 and later
    ///
    /// ```Gemfile.lock,context,file=Gemfile.lock
    /// GEM
    ///   specs:
    ///     rails (8.0.1)
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4-slim
    /// CMD ["bin/rails", "server"]
    /// ```
    "yjit-disabled" {
        summary: "Ruby runs without its compiler",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Off, Level::Note, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Dockerfile(check),
    }
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink) {
    let Some(stage) = cx.build.final_stage().filter(|stage| is_newer_ruby(cx, stage.id, "3.2")) else { return };
    // Of a program on Rails whose version nobody knows, it is likely that it turns it on itself.
    let version = cx.workspace.gem_version(&cx.file.path, "rails");
    let is_recent = match version {
        Some(version) => is_newer(version, "7.1.999") == Some(true),
        None => says(cx, stage.id, &["rails"]),
    };
    if is_recent || is_for_development(cx, stage) || says(cx, stage.id, &["jit", "rubyopt"]) {
        return;
    }
    let starts = |body: &Body| matches!(body, Body::Cmd(_) | Body::Entrypoint(_));
    let start = cx.build.stage_steps(stage).find(|(_, it)| starts(&it.body));
    let (Some((start, _)), Some(word)) = (start, &stage.from.image) else { return };
    let edit = before(cx, start, "ENV RUBY_YJIT_ENABLE=1");
    sink.report(word.range, "Ruby runs without YJIT")
        .note("set `RUBY_YJIT_ENABLE=1`, or `0` to say that it is meant")
        .fix(edit.map(|edit| Fix::r#unsafe("turn it on", edit)));
}
