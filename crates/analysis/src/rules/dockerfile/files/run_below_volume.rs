//! `run-below-volume`: what is written below a volume may be lost.

use crate::rule::rule;
use crate::{Category, Check, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, PathList};
use plimsoll_text::TextRange;

rule! {
    /// The classic builder, kaniko and Buildah throw away what is written below a path after VOLUME declared it;
    /// BuildKit keeps it. Declare the volume after the last instruction that writes there.
    ///
    /// ```Dockerfile,bad
    /// FROM debian:12.11
    /// VOLUME /var/lib/app
    /// RUN mkdir -p /var/lib/app/cache
    /// #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: `/var/lib/app` is a volume by now
    /// COPY seed.db /var/lib/app/
    /// #            ^^^^^^^^^^^^^ note: `/var/lib/app` is a volume by now
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM debian:12.11
    /// COPY seed.db /var/lib/app/
    /// RUN mkdir -p /var/lib/app/cache
    /// VOLUME /var/lib/app
    /// RUN test -d /var/lib/app && ls /var/lib/app
    /// ```
    "run-below-volume" {
        summary: "what is written below a volume may be lost",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Note, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    // Only BuildKit reads the directive.
    if cx.syntax.directives().any(|directive| cx.text(directive.name).eq_ignore_ascii_case("syntax")) {
        return;
    }
    let mut volumes: Vec<(String, TextRange)> = Vec::new();
    let mut steps: Vec<_> = cx.build.ancestry(cx.stage.id).flat_map(|stage| cx.build.stage_steps(stage)).collect();
    steps.sort_by_key(|(step, _)| *step);
    for (step, instruction) in steps {
        let is_own = cx.stage.steps.contains(&step);
        match &instruction.body {
            Body::Volume(PathList::Words(words)) => {
                let values = words.iter().filter_map(|word| Some((cx.build.expand(step, word)?.text, word.range)));
                volumes.extend(values);
            }
            Body::Volume(PathList::Json(array)) => {
                volumes.extend(array.elements.iter().map(|word| (word.text(cx.source()).to_owned(), word.inner)));
            }
            Body::Copy(copy) if is_own => {
                let Some(word) = &copy.destination else { continue };
                let target = cx.build.expand(step, word);
                let target = target.and_then(|target| cx.build.path_at(cx.stage.id, step, &target.text));
                let volume = target.and_then(|target| volume_of(&volumes, &target));
                report(volume, word.range, sink);
            }
            Body::Run(_) if is_own => {
                for command in cx.build.scripts(step).iter().flat_map(|script| &script.commands) {
                    let effective = command.effective();
                    let words: Vec<&plimsoll_shell::Word> = match effective.name() {
                        // The volume itself is there anyway.
                        Some("mkdir") => {
                            let is_volume = |word: &&plimsoll_shell::Word| {
                                let path = word.literal().unwrap_or("").trim_end_matches('/');
                                volumes.iter().any(|(volume, _)| volume.trim_end_matches('/') == path)
                            };
                            effective.args.iter().filter(|word| !is_volume(word)).collect()
                        }
                        Some("touch" | "chown" | "chmod") => effective.args.iter().collect(),
                        // `ln -s /volume/x` makes a link elsewhere.
                        Some("cp" | "mv" | "ln") => {
                            let operands = effective.args.iter().filter(|word| !word.raw().starts_with('-'));
                            operands.skip(1).last().into_iter().collect()
                        }
                        _ => continue,
                    };
                    let targets = words.into_iter().filter_map(|word| word.literal());
                    let volume =
                        targets.filter(|text| text.starts_with('/')).find_map(|text| volume_of(&volumes, text));
                    report(volume, command.range, sink);
                }
            }
            _ => {}
        }
    }
}

fn report(volume: Option<&(String, TextRange)>, range: TextRange, sink: &mut Sink) {
    if let Some((path, declared)) = volume {
        sink.report(range, format!("`{path}` is a volume by now"))
            .label(*declared, "declared here")
            .note("the classic builder, kaniko and Buildah throw away what is written below it");
    }
}

/// The volume that the path stands in.
fn volume_of<'v>(volumes: &'v [(String, TextRange)], path: &str) -> Option<&'v (String, TextRange)> {
    volumes.iter().find(|(volume, _)| {
        let volume = volume.trim_end_matches('/');
        !volume.is_empty() && path.strip_prefix(volume).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
