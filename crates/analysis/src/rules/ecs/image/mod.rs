//! Rules about the images that containers run.

crate::rule::group! {
    /// The images that containers run.
    "image": untagged_container_image, latest_container_image, invalid_container_image, invalid_ecr_registry,
    unpinned_container_image, anonymous_docker_hub_pull, unresolved_placeholder, version_consistency_disabled
}
