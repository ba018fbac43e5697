//! `dynamic-port-health-check`: a health check at a fixed port of a container whose port is any.

use crate::rule::rule;
use crate::{Category, Check, ContainerCx, FixAvailability, Level, Levels, Sink};
use plimsoll_model::ecs::{Field, NetworkMode};

rule! {
    /// The container gets any free port of its host, and the load balancer asks for its health at one fixed port.
    ///
    /// Nothing answers there, so the service replaces its tasks without end. Leave the port of the health check out, or
    /// say `traffic-port`. Seen where the task definition, the service and the target group stand in one template or
    /// Terraform file.
    ///
    /// ```cloudformation,bad
    /// Resources:
    ///   Task:
    ///     Type: AWS::ECS::TaskDefinition
    ///     Properties:
    ///       Family: web
    ///       RequiresCompatibilities: [EC2]
    ///       NetworkMode: bridge
    ///       ContainerDefinitions:
    ///         - Name: web
    ///           Image: !Ref Image
    ///           Memory: 128
    ///           PortMappings:
    ///             - ContainerPort: 8080
    ///             # ^^^^^^^^^^^^^ warning: the port of the host is any, and the health check asks at port 8080
    ///   Service:
    ///     Type: AWS::ECS::Service
    ///     Properties:
    ///       TaskDefinition: !Ref Task
    ///       LoadBalancers:
    ///         - { ContainerName: web, ContainerPort: 8080, TargetGroupArn: !Ref Group }
    ///   Group:
    ///     Type: AWS::ElasticLoadBalancingV2::TargetGroup
    ///     Properties:
    ///       HealthCheckPort: 8080
    /// ```
    ///
    /// ```cloudformation,good
    /// Resources:
    ///   Task:
    ///     Type: AWS::ECS::TaskDefinition
    ///     Properties:
    ///       Family: web
    ///       RequiresCompatibilities: [EC2]
    ///       NetworkMode: bridge
    ///       ContainerDefinitions:
    ///         - Name: web
    ///           Image: !Ref Image
    ///           Memory: 128
    ///           PortMappings:
    ///             - ContainerPort: 8080
    ///   Service:
    ///     Type: AWS::ECS::Service
    ///     Properties:
    ///       TaskDefinition: !Ref Task
    ///       LoadBalancers:
    ///         - { ContainerName: web, ContainerPort: 8080, TargetGroupArn: !Ref Group }
    ///   Group:
    ///     Type: AWS::ElasticLoadBalancingV2::TargetGroup
    ///     Properties:
    ///       HealthCheckPort: traffic-port
    /// ```
    "dynamic-port-health-check" {
        summary: "health check at a fixed port of a container whose port is any",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Warning, Level::Warning, Level::Warning),
        since: "2026.1",
        fix: FixAvailability::None,
        aliases: &["E3049"],
        options: &[],
        check: Check::Container(check),
    }
}

fn check(cx: &ContainerCx<'_>, sink: &mut Sink) {
    let (Some(carrier), Some(name)) = (cx.carrier, cx.container.name()) else { return };
    if cx.task.launch().fargate || cx.task.network_mode() != NetworkMode::Bridge {
        return;
    }
    for asked in carrier.health_ports().iter().filter(|asked| asked.container == *name) {
        let mapping = cx
            .container
            .object
            .objects("portMappings")
            .find(|mapping| mapping.integer("containerPort").known() == Some(&asked.container_port));
        let Some(mapping) = mapping else { continue };
        let place = match (mapping.integer("hostPort"), mapping.integer("containerPort")) {
            (Field::Absent { .. }, Field::Known { key, .. }) if mapping.is_complete() => key.range(),
            (Field::Known { value: 0, key, .. }, _) => key.range(),
            _ => continue,
        };
        sink.report(place, format!("the port of the host is any, and the health check asks at port {}", asked.port))
            .label_in(&cx.file.path, asked.range, "the port of the health check");
    }
}
