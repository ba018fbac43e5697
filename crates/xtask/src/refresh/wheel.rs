//! Fetches wheels, and reads the ECS model out of the one of botocore.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use zip::ZipArchive;

/// What one wheel says.
pub(super) struct Wheel {
    /// `botocore 1.44.5`.
    pub(super) version: String,
    /// The month in which the wheel was packed: `2026-11`.
    pub(super) month: String,
    /// The API model of ECS.
    pub(super) service: Value,
    /// The copyright line of its NOTICE file.
    pub(super) copyright: String,
}

/// The wheel that `--wheel PATH` names, or else the newest one of `package`, downloaded below `target/refresh`.
pub(super) fn given_or_downloaded(what: &str, package: &str, options: &[String]) -> Result<PathBuf, String> {
    match options {
        [] => {
            let folder = crate::root().join("target/refresh");
            std::fs::remove_dir_all(&folder).ok();
            std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            download(package, &folder)
        }
        [option, path] if option == "--wheel" => Ok(PathBuf::from(path)),
        other => Err(format!("`refresh {what}` takes `--wheel PATH` or nothing, not {other:?}")),
    }
}

/// Downloads the newest wheel of `package` into `folder` and gives its path.
fn download(package: &str, folder: &Path) -> Result<PathBuf, String> {
    let status = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest"])
        .arg(folder)
        .arg(package)
        .status()
        .map_err(|error| format!("pip: {error}"))?;
    if !status.success() {
        return Err(format!("pip could not download {package} ({status})"));
    }
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or_else(|| format!("pip left no wheel in {}", folder.display()))
}

/// Reads the wheel at `path`. Fails if it is not botocore, or not under the Apache License 2.0.
pub(super) fn read(path: &Path) -> Result<Wheel, String> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| format!("{name}: {error}"))?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("{name}: {error}"))?;
    let licence = text(&mut archive, "LICENSE.txt")?;
    if !(licence.contains("Apache License") && licence.contains("Version 2.0")) {
        return Err(format!("{name}: the licence is no longer Apache-2.0; see what it is before its data is used"));
    }
    let metadata = text(&mut archive, "METADATA")?;
    let field = |key: &str| metadata.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    if field("Name:") != Some("botocore") {
        return Err(format!("{name} is not botocore"));
    }
    let version = format!("botocore {}", field("Version:").ok_or_else(|| format!("{name} has no version"))?);
    let copyright = text(&mut archive, "NOTICE")?
        .lines()
        .find(|line| line.starts_with("Copyright"))
        .ok_or_else(|| format!("{name}: NOTICE has no copyright line"))?
        .to_owned();
    let mut model = archive.by_name(MODEL).map_err(|error| format!("{name}: {MODEL}: {error}"))?;
    let month = model
        .last_modified()
        .map(|time| format!("{:04}-{:02}", time.year(), time.month()))
        .ok_or_else(|| format!("{name}: {MODEL} has no date"))?;
    let mut packed = Vec::new();
    model.read_to_end(&mut packed).map_err(|error| format!("{name}: {MODEL}: {error}"))?;
    let service = serde_json::from_reader(flate2::read::GzDecoder::new(packed.as_slice()))
        .map_err(|error| format!("{name}: {MODEL}: {error}"))?;
    Ok(Wheel { version, month, service, copyright })
}

const MODEL: &str = "botocore/data/ecs/2014-11-13/service-2.json.gz";

/// The file `name` of the wheel's own metadata.
fn text(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Result<String, String> {
    let full = archive
        .file_names()
        .flatten()
        .find(|full| full.contains(".dist-info/") && full.ends_with(&format!("/{name}")))
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| format!("the wheel has no {name}"))?;
    let mut text = String::new();
    archive
        .by_name(&full)
        .map_err(|error| format!("{full}: {error}"))?
        .read_to_string(&mut text)
        .map_err(|error| format!("{full}: {error}"))?;
    Ok(text)
}
