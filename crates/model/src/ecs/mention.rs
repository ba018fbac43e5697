//! Which regions, accounts and partitions a task definition names.
//!
//! Invariant: only what is written down as one counts. Images that AWS publishes from accounts of its own say nothing
//! about the account that the task runs in.

use super::arn::Arn;
use super::container::Container;
use super::field::Field;
use super::secret::secret_references;
use super::task::TaskDefinition;
use crate::tables::ecs::{is_aws_account, partition};
use plimsoll_json::Node;
use plimsoll_text::TextRange;

/// A region, an account or a partition that a file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// `eu-west-1`
    pub name: String,
    /// Its characters in the file.
    pub range: TextRange,
}

/// The regions of ECR images, log groups, secrets and S3 Files volumes, in order.
#[must_use]
pub fn regions(task: &TaskDefinition<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    for container in &task.containers {
        if let Some((node, _, region)) = registry(container).filter(|_| !container.is_sidecar()) {
            found.extend(mention(node, &region));
        }
        if let Field::Known { value: log, .. } = container.object.object("logConfiguration")
            && let Field::Known { value: options, .. } = log.object("options")
            && let Field::Known { value: region, node, .. } = options.string("awslogs-region")
        {
            found.extend(mention(node, &region));
        }
    }
    found.extend(arns(task).filter_map(|(node, text)| mention(node, Arn::parse(&text)?.region)));
    found.retain(|it| partition(&it.name).is_some());
    found.sort_by_key(|it| it.range.start());
    found
}

/// The accounts of roles, ECR images and secrets, in order.
#[must_use]
pub fn accounts(task: &TaskDefinition<'_>) -> Vec<Mention> {
    let images = task.containers.iter().filter(|container| !container.is_sidecar()).filter_map(registry);
    let mut found: Vec<Mention> = images.filter_map(|(node, account, _)| mention(node, &account)).collect();
    found.extend(arns(task).chain(roles(task)).filter_map(|(node, text)| mention(node, Arn::parse(&text)?.account)));
    found.retain(|it| is_account(&it.name) && !is_aws_account(&it.name));
    found.sort_by_key(|it| it.range.start());
    found
}

/// The partitions of the ARNs of roles and secrets, in order.
#[must_use]
pub fn partitions(task: &TaskDefinition<'_>) -> Vec<Mention> {
    let all = arns(task).chain(roles(task));
    let mut found: Vec<Mention> =
        all.filter_map(|(node, text)| mention(node, &format!(":{}:", Arn::parse(&text)?.partition))).collect();
    for it in &mut found {
        it.name = it.name.trim_matches(':').to_owned();
        it.range = TextRange::new(it.range.start() + plimsoll_text::size(1), it.range.end() - plimsoll_text::size(1));
    }
    found.retain(|it| crate::tables::ecs::partition_named(&it.name).is_some());
    found.sort_by_key(|it| it.range.start());
    found
}

/// Account and region of a private ECR image: `A.dkr.ecr.R.amazonaws.com` or `A.dkr-ecr.R.on.aws`.
fn registry<'a>(container: &Container<'a>) -> Option<(Node<'a>, String, String)> {
    let image = container.image_parts().filter(super::Image::is_private_ecr)?;
    let registry = image.registry()?;
    let (account, rest) = registry.split_once(".dkr")?;
    let rest = rest
        .strip_prefix(".ecr-fips.")
        .or_else(|| rest.strip_prefix(".ecr."))
        .or_else(|| rest.strip_prefix("-ecr."))?;
    let region = rest.split('.').next()?;
    Some((image.node, account.to_owned(), region.to_owned()))
}

/// The texts that hold the ARN of a secret or of a file system.
fn arns<'a>(task: &TaskDefinition<'a>) -> impl Iterator<Item = (Node<'a>, String)> + use<'a> {
    let mut found: Vec<(Node<'a>, String)> =
        secret_references(task).into_iter().map(|it| (it.node, it.text.into_owned())).collect();
    for volume in task.object.iter().flat_map(|task| task.objects("volumes")) {
        if let Field::Known { value: files, .. } = volume.object("s3filesVolumeConfiguration")
            && let Field::Known { value, node, .. } = files.string("fileSystemArn")
        {
            found.push((node, value.into_owned()));
        }
    }
    found.into_iter()
}

fn roles<'a>(task: &TaskDefinition<'a>) -> impl Iterator<Item = (Node<'a>, String)> + use<'a> {
    let task = task.object;
    ["taskRoleArn", "executionRoleArn"].into_iter().filter_map(move |key| match task?.name(key) {
        Field::Known { value, node, .. } => Some((node, value.into_owned())),
        _ => None,
    })
}

fn mention(node: Node<'_>, name: &str) -> Option<Mention> {
    let at = node.text()?.find(name).filter(|_| !name.is_empty())?;
    Some(Mention { name: name.to_owned(), range: node.file_range(at, at + name.len())? })
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{accounts, partitions, regions};
    use crate::ecs::TaskDefinition;

    #[test]
    fn regions_and_accounts_are_found_where_they_stand() {
        let text = r#"{
            "taskRoleArn": "arn:aws:iam::111111111111:role/web", "executionRoleArn": "arn:aws-cn:iam::${ACCOUNT}:role/x",
            "containerDefinitions": [
                {"image": "${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/web:1",
                 "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-region": "us-east-1"}}},
                {"image": "906394416424.dkr.ecr.us-west-2.amazonaws.com/aws-for-fluent-bit:2"},
                {"image": "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch:2",
                 "secrets": [{"valueFrom": "arn:aws:ssm:eu-central-1:222222222222:parameter/a"}, {"valueFrom": "a"}]}]}"#;
        let document = plimsoll_json::parse(text);
        let task = TaskDefinition::read(&document);
        let names = |all: Vec<super::Mention>| {
            all.into_iter()
                .map(|it| {
                    assert_eq!(plimsoll_text::slice(text, it.range), it.name);
                    it.name
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(names(regions(&task)), ["eu-west-1", "us-east-1", "eu-west-1", "eu-central-1"]);
        assert_eq!(names(accounts(&task)), ["111111111111", "222222222222"]);
        assert_eq!(names(partitions(&task)), ["aws", "aws"]);
    }
}
