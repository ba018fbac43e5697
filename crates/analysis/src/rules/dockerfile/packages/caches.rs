//! Where package managers keep their downloads, and when a mount there does no harm.
//!
//! Invariant: a folder that a later instruction takes something from is never mounted over.

use crate::CommandCx;
use crate::rules::dockerfile::surroundings::{Variable, variable};
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Manager, PackageCommand};
use plimsoll_model::dockerfile::{Base, StageId};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_model::tables::managers::{CacheMount, cache_mounts};

/// Whether a mount at `target` holds `own`, a folder of root: it is the folder, one above it or below it, or the same
/// one of another user.
pub(super) fn meets(target: &str, own: &str) -> bool {
    let target = target.trim_end_matches('/');
    let within = |path: &str, folder: &str| {
        path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let of_home = own.strip_prefix("/root").filter(|rest| !rest.is_empty());
    within(own, target) || within(target, own) || of_home.is_some_and(|rest| target.ends_with(rest))
}

/// Whether `target` is the cache of some manager, so that it is not that of another one under a name of its own.
pub(super) fn is_known_place(target: &str) -> bool {
    cache_mounts().flat_map(|cache| &cache.targets).any(|own| meets(target, own))
}

/// Whether the cache is where the table says in this image, the command uses it, and nothing that comes later needs what
/// is in it.
pub(super) fn fits(cx: &CommandCx<'_>, install: &PackageCommand<'_>, cache: &CacheMount) -> bool {
    let Some(stage) = cx.stage else { return false };
    let official = match cx.build.external_base(stage) {
        Base::Image(image) => ImageName::from_parts(image.registry(), image.repository()).official(),
        _ => None,
    };
    let says = |needles: &[&str]| {
        cx.build.steps.iter().any(|step| {
            let text = cx.text(step.instruction.range).to_ascii_lowercase();
            needles.iter().any(|needle| text.contains(needle))
        })
    };
    let is_here = match install.manager {
        Manager::Cargo => official == Some("rust") && !says(&["--offline", "cargo_home"]),
        Manager::Go => official == Some("golang") && !says(&["-mod=vendor", "gopath=", "gomodcache"]),
        Manager::Composer => official == Some("composer"),
        Manager::Gem | Manager::Bundle => {
            official == Some("ruby") && !says(&["gem_home", "bundle_path", "bundle package"])
        }
        // Its environments stand below its cache.
        Manager::Poetry => says(&[
            "virtualenvs.create false",
            "virtualenvs_create=false",
            "virtualenvs_create=0",
            "in-project",
            "in_project",
        ]),
        Manager::Dotnet => !says(&["--no-restore", "nuget_packages"]) && only_dotnet_follows(cx, stage, cache),
        Manager::Yarn => !says(&[".yarnrc.yml", "corepack", "berry", "--offline", "yarn_cache_folder"]),
        Manager::Pnpm => !says(&["store-dir", "--offline", "pnpm_home"]),
        Manager::Conda => says(&["/opt/conda"]) || conda(cx),
        Manager::Npm => !says(&["npm_config_cache", "config set cache", "--offline"]),
        Manager::Pip => !says(&["pip.conf", "pip config", "pip3 config"]),
        _ => true,
    };
    is_here && is_used(cx, cache) && !is_taken(cx, cache)
}

/// Whether no variable turns the cache off or puts it elsewhere. To pip, `PIP_NO_CACHE_DIR=0` turns it off as well.
fn is_used(cx: &CommandCx<'_>, cache: &CacheMount) -> bool {
    cache.variables.iter().all(|name| match variable(cx, name) {
        Variable::Unset => true,
        Variable::Known(value) => {
            let folder = value.trim_end_matches('/');
            let holds =
                |target: &str| target.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            value.is_empty() || cache.targets.iter().all(|target| holds(target))
        }
        Variable::Unknown => false,
    })
}

/// Whether a later instruction takes something from the folder, which would not be there.
fn is_taken(cx: &CommandCx<'_>, cache: &CacheMount) -> bool {
    cx.build.steps.iter().any(|step| match &step.instruction.body {
        // A variable of the manager itself says where the folder is.
        Body::Env(env) => env.pairs.iter().any(|pair| {
            let is_own = cache.variables.contains(&cx.text(pair.key.range));
            !is_own && cache.targets.iter().any(|target| cx.text(pair.range).contains(target))
        }),
        Body::Volume(_) => cache.targets.iter().any(|target| cx.text(step.instruction.range).contains(target)),
        Body::Copy(copy) if step.instruction.flag(cx.source(), "from").is_some() => copy.sources.iter().any(|word| {
            let path = cx.text(word.range).trim_matches('"').trim_start_matches("./").trim_start_matches('/');
            let path = path.trim_end_matches(['*', '/', '.']);
            let above = |target: &str| {
                target[1..]
                    .strip_prefix(path)
                    .is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with('/'))
            };
            cache.targets.iter().any(|target| above(target) || path.starts_with(&target[1..]))
        }),
        _ => false,
    })
}

/// Whether every RUN that comes later, in the stage or in one that starts from it, is a command of dotnet with the mount:
/// what dotnet builds with stands in its cache alone.
fn only_dotnet_follows(cx: &CommandCx<'_>, own: StageId, cache: &CacheMount) -> bool {
    let heirs = cx.build.stages.iter().filter(|stage| cx.build.ancestry(stage.id).any(|above| above.id == own));
    let mut later = heirs.flat_map(|stage| cx.build.stage_steps(stage)).filter(|(step, _)| *step > cx.step);
    later.all(|(step, instruction)| {
        let Body::Run(run) = &instruction.body else { return !matches!(instruction.body, Body::Onbuild(_)) };
        let is_mounted = run.mounts.iter().any(|mount| {
            let target = mount.option(cx.source(), &["target", "dst", "destination"]).unwrap_or("");
            cache.targets.iter().all(|own| target.trim_end_matches('/') == *own)
        });
        let mut commands = cx.build.scripts(step).iter().flat_map(|script| &script.commands);
        is_mounted && commands.all(|command| command.effective().name() == Some("dotnet"))
    })
}

/// Whether the base is an image of conda, where it stands below `/opt/conda`.
fn conda(cx: &CommandCx<'_>) -> bool {
    match cx.stage.map(|stage| cx.build.external_base(stage)) {
        Some(Base::Image(image)) => image.repository().contains("conda") && !image.repository().contains("micromamba"),
        _ => false,
    }
}
