//! `run-below-volume`: what is written below a volume may be lost.

use crate::rule::rule;
use crate::rules::dockerfile::lines::{line_end, own_lines};
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, StageCx};
use plimsoll_dockerfile::{Body, Instruction, PathList};
use plimsoll_model::dockerfile::StepId;
use plimsoll_shell::{Command, Word};
use plimsoll_text::{Edit, Edits, TextRange, size};

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
    /// ```Dockerfile,fixed
    /// FROM debian:12.11
    /// RUN mkdir -p /var/lib/app/cache
    /// COPY seed.db /var/lib/app/
    /// VOLUME /var/lib/app
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
        fix: FixAvailability::Safe,
        aliases: &[],
        options: &[],
        check: Check::Stage(check),
    }
}

/// A path that VOLUME declares.
struct Volume<'a> {
    path: String,
    range: TextRange,
    step: StepId,
    instruction: &'a Instruction,
}

fn check(cx: &StageCx<'_>, sink: &mut Sink) {
    // Only BuildKit reads the directive.
    if cx.syntax.directives().any(|directive| cx.text(directive.name).eq_ignore_ascii_case("syntax")) {
        return;
    }
    let mut volumes: Vec<Volume<'_>> = Vec::new();
    // The number of the volume that is written to, where, and by which instruction.
    let mut writers: Vec<(usize, TextRange, StepId)> = Vec::new();
    let mut steps: Vec<_> = cx.build.ancestry(cx.stage.id).flat_map(|stage| cx.build.stage_steps(stage)).collect();
    steps.sort_by_key(|(step, _)| *step);
    for (step, instruction) in steps {
        let is_own = cx.stage.steps.contains(&step);
        match &instruction.body {
            Body::Volume(PathList::Words(words)) => {
                let values = words.iter().filter_map(|word| Some((cx.build.expand(step, word)?.text, word.range)));
                volumes.extend(values.map(|(path, range)| Volume { path, range, step, instruction }));
            }
            Body::Volume(PathList::Json(array)) => {
                let values = array.elements.iter().map(|word| (word.text(cx.source()).to_owned(), word.inner));
                volumes.extend(values.map(|(path, range)| Volume { path, range, step, instruction }));
            }
            Body::Copy(copy) if is_own => {
                let Some(word) = &copy.destination else { continue };
                let target = cx.build.expand(step, word);
                let target = target.and_then(|target| cx.build.path_at(cx.stage.id, step, &target.text));
                let volume = target.and_then(|target| volume_of(&volumes, &target));
                writers.extend(volume.map(|volume| (volume, word.range, step)));
            }
            Body::Run(_) if is_own => {
                for command in cx.build.scripts(step).iter().flat_map(|script| &script.commands) {
                    let volume = written_to(command, &volumes);
                    writers.extend(volume.map(|volume| (volume, command.range, step)));
                }
            }
            _ => {}
        }
    }
    for (volume, range, _) in &writers {
        let declared = &volumes[*volume];
        sink.report(*range, format!("`{}` is a volume by now", declared.path))
            .label(declared.range, "declared here")
            .note("the classic builder, kaniko and Buildah throw away what is written below it")
            .fix(moved(cx, declared, &volumes, &writers));
    }
}

/// The number of the volume that a command writes to.
fn written_to(command: &Command, volumes: &[Volume<'_>]) -> Option<usize> {
    let effective = command.effective();
    let words: Vec<&Word> = match effective.name()? {
        // The volume itself is there anyway.
        "mkdir" => {
            let is_volume = |word: &&Word| {
                let path = word.literal().unwrap_or("").trim_end_matches('/');
                volumes.iter().any(|volume| volume.path.trim_end_matches('/') == path)
            };
            effective.args.iter().filter(|word| !is_volume(word)).collect()
        }
        "touch" | "chown" | "chmod" => effective.args.iter().collect(),
        // `ln -s /volume/x` makes a link elsewhere.
        "cp" | "mv" | "ln" => {
            let operands = effective.args.iter().filter(|word| !word.raw().starts_with('-'));
            operands.skip(1).last().into_iter().collect()
        }
        _ => return None,
    };
    let mut targets = words.into_iter().filter_map(|word| word.literal()).filter(|text| text.starts_with('/'));
    targets.find_map(|text| volume_of(volumes, text))
}

/// Puts the VOLUME behind the last instruction of its stage that writes to what it declares.
fn moved(
    cx: &StageCx<'_>,
    volume: &Volume<'_>,
    all: &[Volume<'_>],
    writers: &[(usize, TextRange, StepId)],
) -> Option<Fix> {
    let is_own = cx.stage.steps.contains(&volume.step) && !cx.text(volume.instruction.range).contains('$');
    let lines = own_lines(cx, volume.instruction).filter(|_| is_own)?;
    let last = writers.iter().filter(|(number, ..)| all[*number].step == volume.step).map(|(.., step)| *step).max()?;
    let writer = cx.build.steps.get(last)?.instruction;
    let item = cx.syntax.items.iter().find(|item| item.range.contains_range(writer.range))?;
    let text = cx.text(lines).trim_end_matches(['\r', '\n']);
    let end = line_end(cx.source());
    let line = if cx.text(item.range).ends_with('\n') { format!("{text}{end}") } else { format!("{end}{text}") };
    // Of the empty lines around it one is enough.
    let (before, behind) = cx.source().split_at(usize::from(lines.end()));
    let is_between = before[..usize::from(lines.start())].ends_with("\n\n") && behind.starts_with('\n');
    let lines = TextRange::new(lines.start(), lines.end() + size(usize::from(is_between)));
    let edits = Edits::new(vec![Edit::delete(lines), Edit::insert(item.range.end(), line)]).ok()?;
    Some(Fix::safe("declare the volume behind what writes there", edits))
}

/// The number of the volume that the path stands in.
fn volume_of(volumes: &[Volume<'_>], path: &str) -> Option<usize> {
    volumes.iter().position(|volume| {
        let folder = volume.path.trim_end_matches('/');
        !folder.is_empty() && path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
