//! Dockerfiles, as an editor asks about them.
//!
//! Invariant: a file is read anew for each question and every question is answered from its tree, so a half-typed
//! line costs nothing but its own answers.

pub(crate) mod completion;
pub(crate) mod folding;
pub(crate) mod hints;
pub(crate) mod hover;
pub(crate) mod lenses;
pub(crate) mod links;
mod names;
pub(crate) mod navigation;
pub(crate) mod place;
pub(crate) mod rename;
pub(crate) mod selection;
pub(crate) mod signature;
pub(crate) mod symbols;
pub(crate) mod tokens;

use crate::View;
use crate::secrets::may_be_secret;
use plimsoll_dockerfile::{Dockerfile, parse};
use plimsoll_model::dockerfile::{BindingValue, Build};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// A Dockerfile that was read.
pub(crate) struct Cx<'a> {
    /// What was asked about.
    pub(crate) view: &'a View<'a>,
    /// Its text.
    pub(crate) source: &'a str,
    /// Its tree.
    pub(crate) syntax: &'a Dockerfile,
    /// Its meaning.
    pub(crate) build: &'a Build<'a>,
    secrets: OnceCell<BTreeSet<(String, String)>>,
}

impl Cx<'_> {
    /// Whether `value`, of the variable `name` or made from variables, may hold a secret, and so is not shown.
    pub(crate) fn hides(&self, name: &str, value: &str) -> bool {
        if may_be_secret(name, value) {
            return true;
        }
        self.secrets().iter().any(|(other, text)| other != name && value.contains(text))
    }

    /// The values that may be secrets, with their variables, each once; the bindings of a file are looked at once.
    fn secrets(&self) -> &BTreeSet<(String, String)> {
        self.secrets.get_or_init(|| {
            let bindings = self.build.stages.iter().flat_map(|stage| &stage.bindings).chain(&self.build.global_args);
            let known = bindings.filter_map(|binding| match &binding.value {
                BindingValue::Known(known) => Some((binding.name.as_str(), known.text.as_str())),
                _ => None,
            });
            let secrets = known.filter(|(name, text)| text.len() >= SHORTEST && may_be_secret(name, text));
            secrets.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
        })
    }
}

/// Shorter texts than this stand in a value by chance.
const SHORTEST: usize = 4;

/// Reads the file of `view` and asks it.
pub(crate) fn read<T>(view: &View<'_>, ask: impl FnOnce(&Cx<'_>) -> T) -> T {
    let source = &*view.file.text;
    let syntax = parse(source);
    let build = Build::new(source, &syntax);
    ask(&Cx { view, source, syntax: &syntax, build: &build, secrets: OnceCell::new() })
}
