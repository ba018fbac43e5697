//! Where images and COPY sources lead.

use super::Cx;
use crate::Link;

pub(crate) fn links(_cx: &Cx<'_>) -> Vec<Link> {
    Vec::new()
}
