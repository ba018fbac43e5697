//! Rules about what a build fetches from the network.

mod address;
mod flow;
mod one_fetcher;
mod tls_switches;

crate::rule::group! {
    /// What a build fetches from the network: whether it is what was meant, and whether an error is noticed.
    "downloads": tls_verification_disabled, download_piped_to_shell, remote_add_without_checksum, weak_checksum, weak_tls_version, dead_keyserver, interactive_gpg, curl_without_fail, wget_progress_noise, wget_and_curl, curl_without_redirects, latest_download_url, unpinned_git_clone, cleartext_download, one_space_checksum_line, unverified_script, unverified_download, download_without_retry, insecure_redirect, downloaded_archive_left, git_clone_in_run, download_then_extract
}
