//! YAML with byte ranges.
