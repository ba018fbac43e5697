//! Where images and requirements can be pinned, and the edits that do it.
