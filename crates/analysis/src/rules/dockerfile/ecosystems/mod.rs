//! Rules about Ruby on Rails, PHP and GPU images.

mod devices;
pub(super) mod ruby;

crate::rule::group! {
    /// What single ecosystems want: Ruby on Rails, PHP, and images for GPUs.
    "ecosystems": removed_bundler_flag, asset_precompile_without_dummy_key, xdebug_in_final_image, cuda_version_mismatch, gpu_query_at_build_time, container_runtime_in_image, hardcoded_visible_devices, redundant_cuda_install, all_driver_capabilities, bundle_without_deployment, bundle_with_development_gems, redundant_bundler_install, bundler_cache_left, gemfile_copied_for_install, parallel_bootsnap_precompile, jemalloc_not_preloaded, yjit_disabled, rails_state_not_writable, opcache_missing
}
