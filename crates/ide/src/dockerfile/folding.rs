//! What may be folded away in a Dockerfile.

use super::Cx;
use crate::Fold;

pub(crate) fn folding(_cx: &Cx<'_>) -> Vec<Fold> {
    Vec::new()
}
