//! `missing-execution-role`: ECS has to do something in the account, and no role to do it with.

use crate::rule::rule;
use crate::{Category, Check, Fix, FixAvailability, Level, Levels, Sink, TaskCx};
use plimsoll_json::{Place, insert_member, quote};
use plimsoll_model::ecs::{Container, Field, Image, Launch, Object};
use plimsoll_text::TextRange;

rule! {
    /// The task needs an execution role, and the task definition names none.
    ///
    /// With the execution role ECS itself pulls the image, reads the secrets and writes the logs. The role of the
    /// application is another one, `taskRoleArn`.
    ///
    /// ```json,bad
    /// {
    /// ^ error: the task definition has no `executionRoleArn`, which the log driver `awslogs` needs
    ///   "family": "web",
    ///   "requiresCompatibilities": ["FARGATE"],
    ///   "networkMode": "awsvpc",
    ///   "cpu": "256",
    ///   "memory": "512",
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "nginx:1.29",
    ///       "logConfiguration": {
    ///         "logDriver": "awslogs",
    ///         "options": {
    ///           "awslogs-group": "/ecs/web",
    ///           "awslogs-region": "eu-west-1",
    ///           "awslogs-stream-prefix": "web"
    ///         }
    ///       }
    ///     }
    ///   ]
    /// }
    /// ```
    ///
    /// On EC2 the instance's own role pulls images and writes logs:
    ///
    /// ```json,good
    /// {
    ///   "family": "web",
    ///   "requiresCompatibilities": ["EC2"],
    ///   "containerDefinitions": [
    ///     {
    ///       "name": "web",
    ///       "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1",
    ///       "memory": 128,
    ///       "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/web", "awslogs-region": "eu-west-1" } }
    ///     }
    ///   ]
    /// }
    /// ```
    "missing-execution-role" {
        summary: "no role for ECS to pull, read secrets and log with",
        category: Category::Correctness,
        levels: Levels::ecs(Level::Error, Level::Error, Level::Error),
        since: "2026.1",
        fix: FixAvailability::Manual,
        aliases: &["pf-ecs-fargate-execution-role-missing-awslogs", "pf-ecs-secrets-without-execution-role"],
        options: &[],
        check: Check::TaskDefinition(check),
    }
}

/// What needs the role.
struct Cause {
    range: TextRange,
    what: String,
    note: Option<&'static str>,
}

fn check(cx: &TaskCx<'_>, sink: &mut Sink) {
    let Some(task) = cx.task.object else { return };
    if !task.is_complete() || !task.name("executionRoleArn").is_absent() || is_given_elsewhere(cx) {
        return;
    }
    let launch = cx.task.launch();
    let mut causes = Vec::new();
    for container in &cx.task.containers {
        by_any(container, &mut causes);
        by_launch(container, launch, &mut causes);
    }
    let Some(first) = causes.first() else { return };
    let mut message = format!("the task definition has no `executionRoleArn`, which {} needs", first.what);
    if causes.len() > 1 {
        let others = causes[1..].iter().filter(|cause| cause.what != first.what).count();
        if others > 0 {
            message =
                format!("the task definition has no `executionRoleArn`, which {} and {others} more need", first.what);
        }
    }
    let finding = sink.report(task.anchor(), message);
    for cause in &causes {
        finding.label(cause.range, format!("{} needs it", cause.what));
    }
    let mut notes: Vec<&str> = causes.iter().filter_map(|cause| cause.note).collect();
    notes.dedup();
    for note in notes {
        finding.note(note);
    }
    finding.fix(fix(cx, task));
}

/// What needs the role wherever the task runs.
fn by_any(container: &Container<'_>, causes: &mut Vec<Cause>) {
    const SECRETS: &str = "ECS answers \"When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.\"";
    let object = container.object;
    let mut add = |holder: Object<'_>, key: &str, note| {
        let what = format!("`{key}` of {}", container.called());
        causes.extend(list(holder, key).map(|range| Cause { range, what, note }));
    };
    add(object, "secrets", Some(SECRETS));
    add(object, "environmentFiles", None);
    if let Field::Known { value: log, .. } = object.object("logConfiguration") {
        add(log, "secretOptions", Some(SECRETS));
    }
    if let Field::Known { value, key, .. } = object.object("repositoryCredentials")
        && !value.string("credentialsParameter").is_absent()
    {
        let what = format!("`repositoryCredentials` of {}", container.called());
        causes.push(Cause { range: key.range(), what, note: None });
    }
    if let Field::Known { value: firelens, .. } = object.object("firelensConfiguration")
        && let Field::Known { value: options, .. } = firelens.object("options")
        && let Field::Known { value, node, .. } = options.string("config-file-type")
        && value == "s3"
    {
        let what = "the configuration file in S3".to_owned();
        causes.push(Cause { range: node.range(), what, note: None });
    }
}

/// What an instance's role does on EC2, and nobody elsewhere.
fn by_launch(container: &Container<'_>, launch: Launch, causes: &mut Vec<Cause>) {
    const LOGS: &str =
        "ECS answers \"Fargate requires task definition to have execution role ARN to support log driver awslogs.\"";
    const IMAGES: &str =
        "ECS answers \"Fargate requires task definition to have execution role ARN to support ECR images.\"";
    if !(launch.fargate || launch.external || launch.managed_instances) {
        return;
    }
    if let Field::Known { value: log, .. } = container.object.object("logConfiguration")
        && let Field::Known { value, node, .. } = log.name("logDriver")
        && value == "awslogs"
    {
        let note = launch.fargate.then_some(LOGS);
        causes.push(Cause { range: node.range(), what: "the log driver `awslogs`".to_owned(), note });
    }
    if let Some(image) = container.image_parts().filter(Image::is_private_ecr) {
        let note = launch.fargate.then_some(IMAGES);
        causes.push(Cause {
            range: image.node.range(),
            what: format!("the ECR image of {}", container.called()),
            note,
        });
    }
}

/// The key of a list with at least one element that is an object.
fn list(object: Object<'_>, key: &str) -> Option<TextRange> {
    let Field::Known { key: key_node, .. } = object.array(key) else { return None };
    object.objects(key).next().map(|_| key_node.range())
}

/// Whether what registers the file gives it a role.
fn is_given_elsewhere(cx: &TaskCx<'_>) -> bool {
    const WORDS: &[&str] = &["execution-role-arn", "executionRoleArn", "execution_role_arn", "EXECUTION_ROLE_ARN"];
    cx.workspace.deployers(&cx.file.path).any(|file| WORDS.iter().any(|word| file.text.contains(word)))
}

fn fix(cx: &TaskCx<'_>, task: Object<'_>) -> Option<Fix> {
    let account = cx.task.containers.iter().find_map(|container| {
        let image = container.image_parts().filter(Image::is_private_ecr)?;
        let account = image.registry()?.split('.').next()?.to_owned();
        (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then_some(account)
    });
    let account = account.as_deref().unwrap_or("<account>");
    let role = quote(&format!("arn:aws:iam::{account}:role/ecsTaskExecutionRole"));
    let before = ["taskRoleArn", "family"].into_iter().find_map(|key| task.node.get_member(key));
    let place = before.map_or(Place::First, Place::After);
    // The role's name is AWS's default; which one it is, the user knows.
    let edits = insert_member(task.node, place, "executionRoleArn", &role)?;
    Some(Fix::manual("add `executionRoleArn`", edits))
}
