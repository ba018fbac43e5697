//! What an editor asks about a file, in byte ranges; no protocol.
