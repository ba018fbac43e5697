//! Rules about ECS task definitions.

mod as_control;
mod called;
pub(crate) mod document;
mod edits;
pub(crate) mod fargate;
pub(crate) mod health;
pub(crate) mod image;
mod inserts;
pub(crate) mod logging;
mod matters;
mod names;
pub(crate) mod networking;
mod partner;
pub(crate) mod partners;
mod paths;
pub(crate) mod platform;
pub(crate) mod resources;
pub(crate) mod roles;
pub(crate) mod secrets;
pub(crate) mod security;
mod shell;
pub(crate) mod storage;
pub(crate) mod task;
mod unsupported;
