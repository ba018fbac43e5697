//! `refresh ecs [--wheel PATH]`: the fields of a task definition, from the newest botocore.
//!
//! Invariant: the list never shrinks by itself. If a shape, member or enum value is gone or changed its type, nothing
//! is written and the error names it; a person decides.

use std::path::Path;

use serde_json::Value;

use super::{closure, rust_tables, wheel};
use crate::root;

const MODEL: &str = "crates/model/data/ecs/model.json";
const DOCS: &str = "crates/model/data/ecs/docs.tsv";
const TABLES: &str = "crates/model/src/tables/ecs_schema.rs";
const NOTICE: &str = "NOTICE";

pub(super) fn run(options: &[String]) -> Result<(), String> {
    let path = wheel::given_or_downloaded("ecs", "botocore", options)?;
    let wheel = wheel::read(&path)?;
    let model = closure::model(&wheel)?;
    report(&model)?;
    write(MODEL, &pretty(&model)?)?;
    write(DOCS, &closure::docs(&wheel)?)?;
    write(TABLES, &rust_tables::from_model(&model)?)?;
    write(NOTICE, &notice(&wheel))
}

/// Prints what is new against the committed model; fails if something is gone.
fn report(model: &Value) -> Result<(), String> {
    let old = match std::fs::read_to_string(root().join(MODEL)) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| format!("{MODEL}: {error}"))?,
        Err(_) => Value::Null,
    };
    let (added, removed) = closure::compare(&old, model);
    println!("{}: {} shapes", model["version"].as_str().unwrap_or_default(), shapes(model));
    if old.is_null() {
        return Ok(());
    }
    for fact in &added {
        println!("added {fact}");
    }
    if removed.is_empty() {
        return Ok(());
    }
    Err(format!("gone from the model, so nothing was written: {}", removed.join(", ")))
}

fn shapes(model: &Value) -> usize {
    model["shapes"].as_object().map_or(0, serde_json::Map::len)
}

fn pretty(value: &Value) -> Result<String, String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn write(path: impl AsRef<Path>, text: &str) -> Result<(), String> {
    let path = path.as_ref();
    std::fs::write(root().join(path), text).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}

fn notice(wheel: &wheel::Wheel) -> String {
    format!(
        "plimsoll\n\n\
         The list of ECS fields and their descriptions (crates/model/data/ecs/model.json and docs.tsv,\n\
         crates/model/src/tables/ecs_schema.rs) derive from {}, file\n\
         botocore/data/ecs/2014-11-13/service-2.json.gz.\n\
         {}\n\
         Licensed under the Apache License, Version 2.0: http://www.apache.org/licenses/LICENSE-2.0\n\
         Modified: only the shapes that a task definition can hold, and their prose as shortened Markdown.\n",
        wheel.version, wheel.copyright
    )
}
