//! `cuda-version-mismatch`: wheels for another CUDA than that of the base image.

use crate::rule::rule;
use crate::{Category, Check, CommandCx, Fix, FixAvailability, Level, Levels, Sink};
use plimsoll_model::commands::{Action, Manager, package_command};
use plimsoll_model::dockerfile::Base;
use plimsoll_model::tables::cuda::{release_in_tag, wheel_index, wheel_release};
use plimsoll_model::tables::image_name::ImageName;
use plimsoll_text::{Edit, TextRange, size};

rule! {
    /// Extensions are compiled with the CUDA of the base image and loaded beside the one of the wheels. With another
    /// major version, or a newer one in the wheels, they do not compile or do not load.
    ///
    /// ```Dockerfile,bad
    /// FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
    /// RUN pip install torch==2.7.1 --index-url https://download.pytorch.org/whl/cu118
    /// #                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: wheels for CUDA 11.8 on a base image with CUDA 12.4
    /// ```
    ///
    /// ```Dockerfile,fixed
    /// FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
    /// RUN pip install torch==2.7.1 --index-url https://download.pytorch.org/whl/cu124
    /// ```
    ///
    /// ```Dockerfile,good
    /// FROM nvidia/cuda:12.4.1-devel-ubuntu22.04
    /// RUN pip install torch==2.4.0 --index-url https://download.pytorch.org/whl/cu121
    /// ```
    "cuda-version-mismatch" {
        summary: "wheels for another CUDA than that of the base image",
        category: Category::Correctness,
        levels: Levels::dockerfile(Level::Warning, Level::Warning, Level::Off),
        since: "2026.1",
        fix: FixAvailability::Unsafe,
        aliases: &[],
        options: &[],
        check: Check::Command(check),
    }
}

fn check(cx: &CommandCx<'_>, sink: &mut Sink) {
    let Some(command) = package_command(cx.command).filter(|it| it.action == Action::Install) else { return };
    let Some(Base::Image(image)) = cx.stage.map(|stage| cx.build.external_base(stage)) else { return };
    let name = ImageName::from_parts(image.registry(), image.repository());
    let Some(base) = release_in_tag(&name, image.tag()) else { return };
    if !matches!(command.manager, Manager::Pip | Manager::Uv) {
        return;
    }
    let words = || cx.command.effective().args.iter().filter_map(|word| Some((word, word.literal()?)));
    let has_local_version = words().any(|(_, text)| text.contains("+cu"));
    for (word, text) in words() {
        let index = text.rsplit_once("/whl/").map(|(_, rest)| rest.trim_end_matches('/'));
        let named = index.or_else(|| text.split_once('+').map(|(_, local)| local));
        let Some((named, wheels)) = named.and_then(|named| Some((named, wheel_release(named)?))) else { continue };
        if wheels.0 == base.0 && wheels.1 <= base.1 {
            continue;
        }
        // The version that is asked for may not exist for another CUDA.
        let fix = wheel_index(base).filter(|_| index.is_some() && !has_local_version).and_then(|new| {
            let at = cx.text(word.range).rfind(named)?;
            let place = TextRange::at(word.range.start() + size(at), size(named.len()));
            Some(Fix::r#unsafe(format!("use `{new}`"), Edit::replace(place, new)))
        });
        sink.report(
            word.range,
            format!("wheels for CUDA {}.{} on a base image with CUDA {}.{}", wheels.0, wheels.1, base.0, base.1),
        )
        .fix(fix);
    }
}
