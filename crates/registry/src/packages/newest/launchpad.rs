//! Launchpad's list of what Ubuntu publishes, one package at a time.
//!
//! Invariant: only the pockets that an image of the release takes packages from count: not proposed, not backports.
//! Source: Launchpad's web service API, `getPublishedBinaries` of an archive, 2026-11.

use super::{Error, Found, Newest, debian_version};
use crate::json::{list, text};
use crate::transport::percent_encoded;
use serde_json::Value;

pub(super) fn newest(client: &Newest, codename: &str, name: &str) -> Result<Found, Error> {
    let base = &client.options.sources.launchpad;
    let series = format!("{base}/ubuntu/{codename}/amd64");
    let path = format!(
        "ubuntu/+archive/primary?ws.op=getPublishedBinaries&exact_match=true&status=Published&binary_name={}&distro_arch_series={}",
        percent_encoded(name),
        percent_encoded(&series)
    );
    let Some(document) = client.json(base, &path, None)? else { return Ok(Found::nothing(base)) };
    if document.get("entries").and_then(Value::as_array).is_none() {
        return Err(Error::Answer { host: base.host(), problem: "it lists no `entries`".to_owned() });
    }
    Ok(released(&document, name).map_or_else(|| Found::nothing(base), |it| Found::Version(it.to_owned())))
}

fn released<'d>(document: &'d Value, name: &str) -> Option<&'d str> {
    let of_image = |entry: &&Value| {
        text(entry, "binary_package_name") == Some(name)
            && matches!(text(entry, "pocket"), Some("Release" | "Updates" | "Security"))
    };
    let versions = list(document, "entries").iter().filter(of_image);
    versions
        .filter_map(|entry| text(entry, "binary_package_version"))
        .max_by(|one, other| debian_version::compare(one, other))
}

#[cfg(test)]
mod tests {
    use super::released;
    use serde_json::json;

    #[test]
    fn pockets() {
        let entry = |name: &str, pocket: &str, version: &str| json!({"binary_package_name": name, "pocket": pocket, "binary_package_version": version});
        let document = json!({"entries": [
            entry("curl", "Release", "8.5.0-2ubuntu10"), entry("curl", "Updates", "8.5.0-2ubuntu10.6"),
            entry("curl", "Security", "8.5.0-2ubuntu10.5"), entry("curl", "Proposed", "8.5.0-2ubuntu10.9"),
            entry("curlie", "Release", "9"),
        ]});
        assert_eq!(released(&document, "curl"), Some("8.5.0-2ubuntu10.6"));
        assert_eq!(released(&document, "none"), None);
    }
}
