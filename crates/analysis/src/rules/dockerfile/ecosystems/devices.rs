//! Variables by which an image asks for GPUs.
//!
//! Invariant: a value that is not written in the file is not judged.

use crate::InstructionCx;
use plimsoll_dockerfile::{Body, Pair};
use plimsoll_model::dockerfile::Base;

/// The pairs of an ENV whose name is one of `names`, with their places in it and their literal values.
pub(super) fn reported_pairs<'a>(cx: &InstructionCx<'a>, names: &[&str]) -> Vec<(&'a [Pair], usize, String)> {
    let Body::Env(pairs) = &cx.instruction.body else { return Vec::new() };
    let source = cx.source();
    let is_named = |pair: &Pair| names.contains(&pair.key.raw(source));
    let found = pairs.pairs.iter().enumerate().filter(|(_, pair)| is_named(pair));
    found
        .filter_map(|(at, pair)| Some((&pairs.pairs[..], at, pair.value.as_ref()?.literal(source)?.into_owned())))
        .collect()
}

/// Whether the base is one of NVIDIA's images for CUDA, which hand out all GPUs by themselves.
pub(super) fn is_nvidia_base(cx: &InstructionCx<'_>) -> bool {
    match cx.stage.map(|stage| cx.build.external_base(stage)) {
        Some(Base::Image(image)) => image.repository() == "nvidia/cuda",
        _ => false,
    }
}
