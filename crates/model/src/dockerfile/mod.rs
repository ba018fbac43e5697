//! What a Dockerfile means: stages, the images they start from, and what holds at each instruction.
//!
//! Invariant: nothing here guesses. A value that depends on something outside the file is unknown.
//!
//! Example: in `ARG V=12⏎FROM debian:$V AS a⏎FROM a` there are two stages; the first starts from the image
//! `debian:12` whose tag stands in the default of `V`, the second from the first, and it is the final one.

mod build;
mod context;
mod frontend;
mod image;
mod mapped;
mod pin;
mod programs;
mod python;
mod reference;
mod repositories;
mod running;
mod scope;
mod scripts;
mod shell_comments;
mod shells;
mod stage;
mod started;
mod system;

pub use build::{Build, StageId, Step, StepId};
pub use frontend::Frontend;
pub use image::{Image, ImageUse, UseKind};
pub use mapped::Mapped;
pub use pin::{PinObstacle, PinPlace};
pub use reference::WrongReference;
pub use scope::{Binding, BindingKind, BindingValue};
pub use stage::{Base, Edge, EdgeKind, Setting, Stage, StageReference};
pub use started::Started;
pub use system::Libc;
