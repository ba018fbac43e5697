//! Rules about what package managers install.

mod apt_get_only;
mod cache_cleaning;
mod caches;
pub(super) mod command_line;
mod keyring;
pub(super) mod leftovers;
mod lists;
mod node;
mod npm_runs;
pub(super) mod pins;
mod recommended;
mod rpm;
mod unsigned_sources;
mod upgrades;
mod uv_runs;
mod yes;

crate::rule::group! {
    /// What package managers install: which versions, and what they leave behind.
    "packages": composer_dev_packages, global_pip_on_managed_python, lockfile_not_enforced, dev_dependencies_in_final_image,
        unpinned_dotnet_package, unverified_choco_package, unpinned_pip_package, unpinned_requirement, apt_get_without_yes, yum_without_yes, dnf_without_yes, zypper_without_yes, apt_get_installs_recommends, apt_in_script, apt_get_force_yes, zypper_dist_upgrade, package_upgrade, apt_lists_left, yum_cache_left, dnf_cache_left, zypper_cache_left, apk_cache_left, npm_cache_left, npm_cache_clean_without_force, pip_cache_left, conda_cache_left, unpinned_apt_package, unpinned_apk_package, unpinned_yum_package, unpinned_dnf_package, unpinned_zypper_package, unpinned_npm_package, unpinned_gem, unpinned_go_package, unpinned_cargo_package, unpinned_conda_package, persisted_debian_frontend, unauthenticated_packages, lone_package_update, yarn_cache_left, apt_install_without_update, mixed_alpine_branches, gem_documentation, retired_command, broken_apt_source, split_package_install, apk_build_deps_without_virtual, weak_dependencies_installed, pip_without_hashes, buffered_python_output, lifecycle_scripts_run, node_gyp_header_download, gem_cache_left, unpinned_composer_package, package_install_without_cache_mount
}
