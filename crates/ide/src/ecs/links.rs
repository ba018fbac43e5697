//! Images that lead to their registry's page.

use crate::{Link, View};

pub(crate) fn links(_view: &View<'_>) -> Vec<Link> {
    Vec::new()
}
