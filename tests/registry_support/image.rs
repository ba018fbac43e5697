//! Small images, made in memory: every byte is fixed by the arguments, so digests are the same in every run.
//!
//! Invariant: what is made is valid to `docker-registry` and `skopeo`.

use super::server::http;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The type of an OCI index.
pub const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";
/// The type of a single OCI image.
pub const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
/// The type of Docker's list of images.
pub const DOCKER_LIST: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
/// The type of Docker's single image.
pub const DOCKER_MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";

/// An image: blobs, single manifests, and what its tag names.
pub struct Image {
    blobs: Vec<Vec<u8>>,
    manifests: Vec<(&'static str, Vec<u8>)>,
    top: (&'static str, Vec<u8>),
}

impl Image {
    /// An OCI index of two platforms. `content` tells it from other images.
    pub fn oci(content: &str) -> Self {
        Self::of_platforms(content, &["amd64", "arm64"], OCI_INDEX, OCI_MANIFEST)
    }

    /// The same as a Docker manifest list.
    pub fn docker(content: &str) -> Self {
        Self::of_platforms(content, &["amd64", "arm64"], DOCKER_LIST, DOCKER_MANIFEST)
    }

    /// One platform without an index.
    pub fn single(content: &str) -> Self {
        let mut image = Self::of_platforms(content, &["amd64"], OCI_INDEX, OCI_MANIFEST);
        image.top = image.manifests.remove(0);
        image
    }

    /// The digest of what a tag of this image names.
    pub fn digest(&self) -> String {
        digest(&self.top.1)
    }

    /// The digests of its platforms.
    pub fn platforms(&self) -> Vec<String> {
        self.manifests.iter().map(|(_, bytes)| digest(bytes)).collect()
    }

    /// The type of what a tag of this image names.
    pub fn media_type(&self) -> &'static str {
        self.top.0
    }

    /// The bytes of what a tag of this image names.
    pub fn bytes(&self) -> &[u8] {
        &self.top.1
    }

    /// Uploads everything to a registry that takes http without credentials.
    pub fn push(&self, host: &str, repository: &str, tag: &str) {
        let base = format!("/v2/{repository}");
        for blob in &self.blobs {
            let started = http(host, "POST", &format!("{base}/blobs/uploads/"), &[], b"");
            assert_eq!(started.status, 202, "upload of a blob: {}", started.text());
            let place = started.header("location").unwrap();
            let path = &place[place.find("/v2/").unwrap()..];
            let separator = if path.contains('?') { '&' } else { '?' };
            let path = format!("{path}{separator}digest={}", digest(blob).replace(':', "%3A"));
            let done = http(host, "PUT", &path, &[("content-type", "application/octet-stream")], blob);
            assert_eq!(done.status, 201, "upload of a blob: {}", done.text());
        }
        let named = |bytes: &[u8]| digest(bytes);
        let singles = self.manifests.iter().map(|(kind, bytes)| (*kind, bytes, named(bytes)));
        for (kind, bytes, name) in singles.chain([(self.top.0, &self.top.1, tag.to_owned())]) {
            let done = http(host, "PUT", &format!("{base}/manifests/{name}"), &[("content-type", kind)], bytes);
            assert_eq!(done.status, 201, "upload of a manifest: {}", done.text());
        }
    }

    /// Writes an OCI image layout, which `skopeo` reads as `oci:FOLDER:TAG`.
    pub fn write_layout(&self, folder: &Path, tag: &str) {
        let blobs = folder.join("blobs/sha256");
        std::fs::create_dir_all(&blobs).unwrap();
        let manifests = self.manifests.iter().chain([&self.top]).map(|(_, bytes)| bytes);
        for bytes in self.blobs.iter().chain(manifests) {
            std::fs::write(blobs.join(&digest(bytes)["sha256:".len()..]), bytes).unwrap();
        }
        std::fs::write(folder.join("oci-layout"), r#"{"imageLayoutVersion":"1.0.0"}"#).unwrap();
        let mut entry = descriptor(self.top.0, &self.top.1);
        entry["annotations"] = json!({ "org.opencontainers.image.ref.name": tag });
        let index = json!({ "schemaVersion": 2, "manifests": [entry] });
        std::fs::write(folder.join("index.json"), index.to_string()).unwrap();
    }

    fn of_platforms(content: &str, platforms: &[&str], index: &'static str, manifest: &'static str) -> Self {
        let (mut blobs, mut manifests, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        let docker = index == DOCKER_LIST;
        let (config_type, layer_type) = if docker {
            ("application/vnd.docker.container.image.v1+json", "application/vnd.docker.image.rootfs.diff.tar")
        } else {
            ("application/vnd.oci.image.config.v1+json", "application/vnd.oci.image.layer.v1.tar")
        };
        for platform in platforms {
            let layer = tar("etc/fixture", format!("{content} {platform}\n").as_bytes());
            let config = json!({
                "architecture": platform, "os": "linux", "created": "2025-03-04T05:06:07Z",
                "config": { "Cmd": ["/bin/true"] },
                "rootfs": { "type": "layers", "diff_ids": [digest(&layer)] },
            });
            let config = config.to_string().into_bytes();
            let document = json!({
                "schemaVersion": 2, "mediaType": manifest,
                "config": descriptor(config_type, &config), "layers": [descriptor(layer_type, &layer)],
            });
            let bytes = document.to_string().into_bytes();
            let mut entry = descriptor(manifest, &bytes);
            entry["platform"] = json!({ "architecture": platform, "os": "linux" });
            entries.push(entry);
            manifests.push((manifest, bytes));
            blobs.extend([layer, config]);
        }
        let top = json!({ "schemaVersion": 2, "mediaType": index, "manifests": entries });
        Self { blobs, manifests, top: (index, top.to_string().into_bytes()) }
    }
}

/// The digest of bytes.
pub fn digest(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    format!("sha256:{}", hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn descriptor(media_type: &str, bytes: &[u8]) -> Value {
    json!({ "mediaType": media_type, "digest": digest(bytes), "size": bytes.len() })
}

/// A tar archive of one file: its header of 512 bytes, the content, and two empty blocks.
fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let mut header = [0u8; 512];
    let mut put = |at: usize, text: &str| header[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(0, name);
    put(100, "0000644\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{:011o}\0", content.len()));
    put(136, "00000000000\0");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut archive = header.to_vec();
    archive.extend_from_slice(content);
    archive.resize(archive.len().next_multiple_of(512) + 1024, 0);
    archive
}
