//! Rules about the images that a build starts from.

crate::rule::group! {
    /// The images that a build starts from: which they are, who made them, and whether tomorrow's are the same.
    "base-image": untagged_base_image, latest_tag, unpinned_base_digest, eol_base_image, untrusted_base_image,
    untrusted_registry
}
