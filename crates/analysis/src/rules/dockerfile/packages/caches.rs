//! Where package managers keep their downloads, and when a mount there does no harm.
//!
//! Invariant: a folder that a later instruction takes something from is never mounted over.

use crate::InstructionCx;
use plimsoll_dockerfile::Body;
use plimsoll_model::commands::{Manager, PackageCommand};
use plimsoll_model::dockerfile::Base;
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

/// Whether the cache is where the table says in this image, and nothing that comes later needs what is in it.
pub(super) fn fits(cx: &InstructionCx<'_>, install: &PackageCommand<'_>, cache: &CacheMount) -> bool {
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
    // What a later instruction takes from the folder would not be there.
    let is_taken = cx.build.steps.iter().any(|step| {
        let takes = matches!(step.instruction.body, Body::Copy(_) | Body::Env(_) | Body::Volume(_));
        takes && cache.targets.iter().any(|target| cx.text(step.instruction.range).contains(target))
    });
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
        Manager::Dotnet => !says(&["--no-restore", "nuget_packages"]),
        Manager::Yarn => !says(&[".yarnrc.yml", "corepack", "berry", "--offline", "yarn_cache_folder"]),
        Manager::Pnpm => !says(&["store-dir", "--offline", "pnpm_home"]),
        Manager::Conda => says(&["/opt/conda"]) || conda(cx),
        Manager::Npm => !says(&["npm_config_cache", "config set cache", "--offline"]),
        _ => true,
    };
    is_here && !is_taken
}

/// Whether the base is an image of conda, where it stands below `/opt/conda`.
fn conda(cx: &InstructionCx<'_>) -> bool {
    match cx.stage.map(|stage| cx.build.external_base(stage)) {
        Some(Base::Image(image)) => image.repository().contains("conda") && !image.repository().contains("micromamba"),
        _ => false,
    }
}
