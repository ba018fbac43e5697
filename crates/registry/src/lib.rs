//! Digests from OCI registries and versions from package indexes.
