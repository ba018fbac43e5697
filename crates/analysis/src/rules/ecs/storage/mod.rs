//! Rules about volumes and where containers mount them.

mod efs;
pub(super) mod volume;

crate::rule::group! {
    /// Volumes, and where containers mount them.
    "storage":
        unknown_volume, unused_volume, unmounted_launch_volume, duplicate_volume_name, invalid_volume_name,
        invalid_mount_point, duplicate_mount_path, ambiguous_volume, multiple_launch_volumes,
        unencrypted_efs_transit, efs_option_without_encryption, root_directory_with_access_point,
        autoprovision_on_task_scope, unwritable_temp_directory
}
