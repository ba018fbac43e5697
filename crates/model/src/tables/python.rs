//! Which Python an image brings, by its tag.

use std::sync::LazyLock;

use super::image_name::ImageName;
use super::reader::rows;

pub(super) const TEXT: &str = include_str!("../../data/python-images.tsv");

/// The part of `tag` that starts with the version of Python: `3.12-slim` of `python:3.12-slim`, `3.12-alpine` of
/// `ghcr.io/astral-sh/uv:0.9-python3.12-alpine`. `None` for an image that is not known to say it.
#[must_use]
pub fn version_in_tag<'t>(name: &ImageName<'_>, tag: &'t str) -> Option<&'t str> {
    let fits = |registry: &str, path: &str| registry == name.registry && path == name.path;
    let (_, _, word) = TABLE.iter().find(|(registry, path, _)| fits(registry, path))?;
    if word.is_empty() {
        return Some(tag);
    }
    tag.split_once(word).map(|(_, version)| version)
}

static TABLE: LazyLock<Vec<(&str, &str, &str)>> =
    LazyLock::new(|| rows(TEXT).map(|[registry, path, word]| (registry, path, word)).collect());

#[cfg(test)]
mod tests {
    use super::super::image_name::ImageName;
    use super::version_in_tag;

    #[test]
    fn only_listed_images_say_it() {
        let of = |name: &str, tag| version_in_tag(&ImageName::parse(name), tag).map(str::to_owned);
        assert_eq!(of("python", "3.12-slim").as_deref(), Some("3.12-slim"));
        assert_eq!(of("public.ecr.aws/docker/library/python", "3.12").as_deref(), Some("3.12"));
        assert_eq!(of("public.ecr.aws/lambda/python", "3.13").as_deref(), Some("3.13"));
        assert_eq!(of("ghcr.io/astral-sh/uv", "0.9-python3.12-alpine").as_deref(), Some("3.12-alpine"));
        assert_eq!(of("ghcr.io/astral-sh/uv", "0.9"), None);
        assert_eq!(of("acme/python", "3.12"), None);
        assert_eq!(of("debian", "12"), None);
    }
}
