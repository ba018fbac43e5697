//! Task definitions that stand in other files: YAML, CloudFormation and SAM, Terraform.
//!
//! Each is made into the JSON that ECS would get, with the place in the carrier of every part ([`Lowered`]), so that
//! rules know one form alone. What is decided only when the carrier is used becomes a placeholder.
//!
//! Invariant: nothing fails and nothing is guessed. A text that cannot be read has no task definition.
//!
//! ```
//! let text = "resource \"aws_ecs_task_definition\" \"web\" {\n  family = \"web\"\n  cpu    = var.cpu\n}\n";
//! let found = plimsoll_carriers::terraform("main.tf", text, &|_| None);
//! let document = plimsoll_json::parse(found[0].text());
//! let family = document.root().unwrap().get("family").unwrap();
//! let place = found[0].place(family.content_range().unwrap());
//! assert_eq!(plimsoll_text::slice(text, place.range), "web");
//! ```

mod cloud_formation;
mod edit;
mod health;
mod json;
mod lowered;
mod names;
mod terraform;
mod value;
mod writer;
mod yaml;
mod yaml_task;

pub use cloud_formation::{cloud_formation, cloud_formation_services, is_cloud_formation};
pub use edit::{Carrier, CarrierText, is_same};
pub use health::HealthPort;
pub use lowered::{Lowered, Place};
pub use terraform::{Files, is_terraform, terraform, terraform_files, terraform_services};
pub use yaml_task::{is_yaml_task, yaml_task};
