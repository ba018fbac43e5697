//! Rules about Ruby on Rails, PHP and GPU images.

mod devices;

crate::rule::group! {
    /// What single ecosystems want: Ruby on Rails, PHP, and images for GPUs.
    "ecosystems": removed_bundler_flag, asset_precompile_without_dummy_key, xdebug_in_final_image, cuda_version_mismatch, gpu_query_at_build_time, container_runtime_in_image, hardcoded_visible_devices, redundant_cuda_install, all_driver_capabilities
}
