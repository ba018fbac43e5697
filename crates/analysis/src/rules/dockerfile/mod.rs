//! Rules about Dockerfiles and the files that they use.

pub(crate) mod base_image;

use crate::Workspace;
use crate::workspace::Installation;
use std::collections::BTreeMap;

/// Which RUN installs which requirements file.
pub(crate) fn installations(_workspace: &Workspace) -> BTreeMap<String, Vec<Installation>> {
    BTreeMap::new()
}
