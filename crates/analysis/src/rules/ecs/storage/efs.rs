//! EFS volumes and their encryption on the way.
//!
//! Source: ECS API reference, EFSVolumeConfiguration and EFSAuthorizationConfig, 2026-11.

use crate::rules::ecs::inserts::set;
use plimsoll_json::Node;
use plimsoll_model::ecs::{Field, Object};
use plimsoll_text::Edits;

/// An EFS volume whose transit encryption is off.
pub(super) struct OpenVolume<'a> {
    /// `efsVolumeConfiguration`
    pub(super) configuration: Object<'a>,
    /// `"DISABLED"`, when it is written out.
    pub(super) disabled: Option<Node<'a>>,
    /// What is set although it needs encryption: the node and the words of the answer that ECS gives.
    pub(super) needing: Option<(Node<'a>, &'static str, &'static str)>,
}

/// The EFS configuration of a volume, when its transit encryption is certainly off.
pub(super) fn open_volume(volume: Object<'_>) -> Option<OpenVolume<'_>> {
    let Field::Known { value: configuration, .. } = volume.object("efsVolumeConfiguration") else { return None };
    let disabled = match configuration.name("transitEncryption") {
        Field::Absent { .. } if configuration.is_complete() => None,
        Field::Known { value, node, .. } if value == "DISABLED" => Some(node),
        _ => return None,
    };
    Some(OpenVolume { configuration, disabled, needing: needing(configuration) })
}

/// The edit that turns it on.
pub(super) fn encrypt(open: &OpenVolume<'_>) -> Option<Edits> {
    set(open.configuration, "transitEncryption", "\"ENABLED\"")
}

fn needing<'a>(configuration: Object<'a>) -> Option<(Node<'a>, &'static str, &'static str)> {
    if let Some(authorization) = configuration.object("authorizationConfig").known() {
        if let Field::Known { value, node, .. } = authorization.name("iam")
            && value == "ENABLED"
        {
            let answer = "ECS answers \"EFS IAM authorization requires TransitEncryption to be enabled\"";
            return Some((node, "IAM authorization", answer));
        }
        if let Field::Known { node, .. } | Field::Partial { node, .. } = authorization.name("accessPointId") {
            return Some((node, "an access point", "an access point can only be used with `transitEncryption`"));
        }
    }
    let Field::Known { node, .. } = configuration.integer("transitEncryptionPort") else { return None };
    let answer = "ECS answers \"TransitEncryptionPort requires that TransitEncryption is enabled\"";
    Some((node, "`transitEncryptionPort`", answer))
}
