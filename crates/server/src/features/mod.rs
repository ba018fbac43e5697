//! One function for each request about a document: from a snapshot and the protocol's parameters to its answer.
//!
//! Invariant: thin. What is known comes from `ide`; here byte ranges become positions and kinds become numbers.
