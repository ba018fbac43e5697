//! `cargo xtask refresh`: fetches facts from outside and rewrites the tables that hold them.
//!
//! Invariant: nothing else reads from outside. A refresh leaves files in the checkout for a person to look through
//! and commit; no build and no run of plimsoll repeats it.

mod closure;
mod ecs;
mod markdown;
mod rust_tables;
mod spdx;
mod wheel;

const KNOWN: &str = "ecs|spdx [--wheel PATH]";

/// Runs `refresh WHAT [OPTIONS]`; the error says what went wrong and for what.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    match arguments.split_first() {
        Some((what, options)) if what == "ecs" => ecs::run(options),
        Some((what, options)) if what == "spdx" => spdx::run(options),
        Some((what, _)) => Err(format!("nothing known about `{what}`; there is `refresh {KNOWN}`")),
        None => Err(format!("say what to refresh: `refresh {KNOWN}`")),
    }
}
