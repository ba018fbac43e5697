//! Rules about secrets that an image would carry.

mod hand_over;
mod instead_of_copy;

crate::rule::group! {
    /// Secrets that an image would carry: whoever can pull it can read them.
    "secrets": secret_in_env, secret_in_arg, secret_in_label, secret_value, credentials_in_url, credential_file_copied, registry_password_argument, literal_password, world_readable_secret_mount, copied_then_removed, build_secret_required_missing, secret_persisted_from_mount, missing_secret_mount
}
