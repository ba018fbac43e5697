//! `removed-bundler-flag`: options of `bundle install` that Bundler 4 no longer has.

use crate::rule::rule;
use crate::rules::dockerfile::list_edits::{delete_words, is_shell_form};
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, PackageCommand, package_command};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::eol::{is_newer, releases, system};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::{Edit, Edits, TextRange};

rule! {
    /// Bundler 2.1 gave these options up, because they were remembered for every later command; Bundler 4 refuses them.
    /// A setting says the same.
    ///
    /// ```Dockerfile,bad
    /// FROM ruby:3.4
    /// RUN bundle install --jobs 4 --without development:test
    /// #                           ^^^^^^^^^ warning: Bundler 4 no longer has `--without`
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM ruby:3.4
    /// RUN bundle config set --local without 'development:test' && bundle install --jobs 4
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:3.4
    /// RUN bundle config set --local deployment true && bundle install --jobs 4
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM ruby:2.6
    /// RUN bundle install --deployment
    /// ```
    "removed-bundler-flag" {
        summary: "options of `bundle install` that Bundler 4 no longer has",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

/// Option and the setting that says the same. Source: Bundler 4.0 release notes and `bundle-config`, 2026-11.
const REMOVED: [(&str, &str); 8] = [
    ("--without", "without"),
    ("--with", "with"),
    ("--deployment", "deployment"),
    ("--path", "path"),
    ("--shebang", "shebang"),
    ("--no-prune", "no_prune"),
    ("--binstubs", ""),
    ("--system", "path.system"),
];

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command) else { return };
    if command.manager != Manager::Bundle || command.action != Action::Install || is_old(cx) {
        return;
    }
    let fix = fix(cx, &command);
    for (name, word, _) in &command.operands.options {
        if REMOVED.iter().any(|(removed, _)| removed == name) {
            sink.report(
                TextRange::at(word.range.start(), plimsoll_text::size(name.len())),
                format!("Bundler 4 no longer has `{name}`"),
            )
            .note("`bundle config set --local` says the same for this project")
            .fix(fix.clone());
        }
    }
}

/// Whether the base image may bring Bundler 1, which wants the options: an old Ruby, an old system, an image of which
/// nothing is known.
fn is_old(cx: &CommandCx<'_>) -> bool {
    let Some(Base::Image(image)) = cx.stage.map(|stage| cx.build.external_base(stage)) else { return true };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let (product, system) = (releases(&name, image.tag()).product, system(&name, image.tag()));
    match product.filter(|product| product.id == "ruby") {
        Some(ruby) => is_newer(ruby.name, "2.6") == Some(false),
        None => name.official() != Some("ruby") && system.is_none_or(|system| system.ended),
    }
}

/// Whether the base is the official image of Ruby, whose Bundler knows the settings.
fn is_ruby(cx: &CommandCx<'_>) -> bool {
    match cx.stage.map(|stage| cx.build.external_base(stage)) {
        Some(Base::Image(image)) => {
            ImageName::from_parts(image.registry(), image.repository()).official() == Some("ruby")
        }
        _ => false,
    }
}

/// One setting in front of the command for each option.
fn fix(cx: &CommandCx<'_>, command: &PackageCommand<'_>) -> Option<Fix> {
    let is_plain = is_shell_form(cx) && cx.command.effective().wrappers.is_empty() && cx.command.assignments.is_empty();
    let is_listed = cx.command.place.pipeline.is_none() && !cx.command.place.negated && !cx.command.place.background;
    // Words behind the options may be more of their values: `--without development test`.
    if !is_plain || !is_listed || !command.operands.operands.is_empty() || command.operands.doubtful {
        return None;
    }
    let (mut settings, mut words, mut moves) = (String::new(), Vec::new(), false);
    for (name, word, value) in &command.operands.options {
        let Some((_, setting)) = REMOVED.iter().find(|(removed, _)| removed == name) else { continue };
        let value = match (*setting, value) {
            ("", _) => return None,
            ("deployment" | "no_prune" | "path.system", None) => "true".to_owned(),
            // In quotes it would be a folder of that name.
            (_, Some(value)) if value.word.raw().starts_with('~') => value.word.raw().to_owned(),
            (_, Some(value)) => format!("'{}'", value.text.filter(|text| !text.contains('\''))?),
            (_, None) => return None,
        };
        moves |= *setting == "path";
        settings.push_str(&format!("bundle config set --local {setting} {value} && "));
        words.push(word.range);
        words.extend(
            command.operands.options.iter().find(|it| it.0 == *name).and_then(|it| it.2).map(|it| it.word.range),
        );
    }
    words.dedup();
    let mut edits: Vec<Edit> = delete_words(cx, &words)?.iter().cloned().collect();
    edits.push(Edit::insert(cx.command.range.start(), settings));
    let edits = Edits::new(edits).ok()?;
    let title = "use settings";
    Some(if moves || !is_ruby(cx) { Fix::r#unsafe(title, edits) } else { Fix::safe(title, edits) })
}
