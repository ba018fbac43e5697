//! Where load balancers ask whether the containers of a task definition are healthy, as far as one file says it: the
//! task definition, its service and the target group.
//!
//! Invariant: a port is given only if it is written out as a number, and the names that tie the three are, too.

use plimsoll_text::TextRange;

/// A port of a container behind a load balancer whose target group asks at one port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthPort {
    /// The container that gets the traffic.
    pub container: String,
    /// Its port.
    pub container_port: i64,
    /// The port that the target group asks at.
    pub port: i64,
    /// Where that port stands in the carrier.
    pub range: TextRange,
}
