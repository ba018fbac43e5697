//! Rules about images that run Windows.

mod powershell;

crate::rule::group! {
    /// Images that run Windows: what their builder does not do, and PowerShell that goes on after a mistake.
    "windows": run_mount_on_windows, chown_on_windows, stopsignal_on_windows, windows_path_escape, powershell_continues_on_error, powershell_progress, repeated_powershell_wrapper
}
