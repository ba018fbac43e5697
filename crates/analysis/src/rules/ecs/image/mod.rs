//! Rules about the images that containers run.

crate::rule::group! {
    /// The images that containers run.
    "image": untagged_container_image, latest_container_image
}
