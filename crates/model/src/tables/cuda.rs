//! Releases of CUDA: of base images and of PyTorch's wheels.
//!
//! Invariant: a release is major and minor number; what names none gives none.

use super::image_name::ImageName;
use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/pytorch-wheels.tsv");

/// The CUDA release that an image brings, by its tag: of `nvidia/cuda:12.4.1-devel-ubuntu22.04` and
/// `pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime`.
#[must_use]
pub fn release_in_tag(image: &ImageName<'_>, tag: Option<&str>) -> Option<(u32, u32)> {
    let tag = tag?;
    match image.path {
        "nvidia/cuda" => release(tag),
        "pytorch/pytorch" => release(tag.split_once("cuda")?.1),
        _ => None,
    }
}

/// The release that an index or a local version names: `cu124` is 12.4.
#[must_use]
pub fn wheel_release(name: &str) -> Option<(u32, u32)> {
    let digits = name.strip_prefix("cu")?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !(2..=3).contains(&digits.len()) {
        return None;
    }
    let (major, minor) = digits.split_at(digits.len() - 1);
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// The name of PyTorch's index for a release, if it has one.
#[must_use]
pub fn wheel_index((major, minor): (u32, u32)) -> Option<&'static str> {
    let wanted = format!("{major}.{minor}");
    rows(TEXT).find(|[_, release]| *release == wanted).map(|[index, _]| index)
}

fn release(text: &str) -> Option<(u32, u32)> {
    let end = text.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(text.len());
    let mut parts = text[..end].split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{ImageName, release_in_tag, wheel_index, wheel_release};

    #[test]
    fn releases_are_read() {
        let of = |name: &str, tag| release_in_tag(&ImageName::parse(name), Some(tag));
        assert_eq!(of("nvidia/cuda", "12.4.1-devel-ubuntu22.04"), Some((12, 4)));
        assert_eq!(of("nvcr.io/nvidia/cuda", "11.8.0-base-ubi8"), Some((11, 8)));
        assert_eq!(of("pytorch/pytorch", "2.4.0-cuda12.4-cudnn9-runtime"), Some((12, 4)));
        assert_eq!(of("debian", "12.11"), None);
        assert_eq!(
            (wheel_release("cu118"), wheel_release("cu92"), wheel_release("cpu")),
            (Some((11, 8)), Some((9, 2)), None)
        );
        assert_eq!((wheel_index((12, 4)), wheel_index((12, 0))), (Some("cu124"), None));
    }
}
