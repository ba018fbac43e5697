//! `cargo xtask refresh`: fetches facts from outside and rewrites the tables that hold them.
//!
//! Invariant: nothing else reads from outside. A refresh leaves files in the checkout for a person to look through
//! and commit; no build and no run of plimsoll repeats it.

mod checkout;
mod closure;
mod cloudformation;
mod deprecated;
mod ecs;
mod eol;
mod images;
mod markdown;
mod rust_tables;
mod spdx;
mod wheel;

const KNOWN: &str = "`ecs`, `cloudformation` and `spdx` (with `--wheel PATH`), `eol`, `images`, `deprecated` (the last three with `--checkout PATH`)";

/// Runs `refresh WHAT [OPTIONS]`; the error says what went wrong and for what.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let (what, options) = arguments.split_first().ok_or(format!("say what to refresh: {KNOWN}"))?;
    match what.as_str() {
        "ecs" => ecs::run(options),
        "cloudformation" => cloudformation::run(options),
        "spdx" => spdx::run(options),
        "eol" => eol::run(options),
        "images" => images::run(options),
        "deprecated" => deprecated::run(options),
        other => Err(format!("nothing known about `{other}`; there is {KNOWN}")),
    }
}
