//! What the commands of a RUN do to the image: what they install, download and delete.
//!
//! Invariant: a word that may be an option's argument, or that holds an expansion, is never taken for a
//! package, a URL or a path.

mod downloads;
mod operands;
mod packages;
mod users;

pub use downloads::{Download, deletes, downloads};
pub use operands::{Operand, Operands};
pub use packages::{Action, Manager, PackageCommand, package_command};
pub use users::created_user;
