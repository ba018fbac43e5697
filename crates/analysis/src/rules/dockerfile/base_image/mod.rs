//! Rules about the images that a build starts from.

mod frontend;
mod version_tag;

crate::rule::group! {
    /// The images that a build starts from: which they are, who made them, and whether tomorrow's are the same.
    "base-image": untagged_base_image, latest_tag, unpinned_base_digest, eol_base_image, untrusted_base_image,
    untrusted_registry, deprecated_base_image, undeclared_arg_in_from, missing_arg_default, constant_platform, redundant_target_platform, floating_tag, digest_without_tag, mixed_base_versions, mixed_libc, platform_mismatch
}
