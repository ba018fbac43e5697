//! Fixes in the carrier's own manner of writing.
//!
//! Invariant: a fix stays only if reading the changed carrier again gives what it wants. Fixes of different task
//! definitions stand in different places and are tried together, so that a file is read about as often as one of its
//! task definitions has fixes, not as often as all of them have.

use super::carried;
use crate::registry::RuleIndex;
use crate::{FileKind, Finding, SourceFile, Workspace};
use plimsoll_carriers::{Carrier, CarrierText, Lowered, is_same};
use plimsoll_text::Edits;

/// The fixes that wait to be tried.
pub(crate) struct Proposals<'a> {
    file: &'a SourceFile,
    workspace: &'a Workspace,
    /// `None` for a file that is the JSON itself.
    text: Option<CarrierText<'a>>,
    /// How many task definitions the file holds.
    count: usize,
    waiting: Vec<Proposal>,
}

struct Proposal {
    /// Number of the finding, and of the fix in it.
    finding: usize,
    fix: usize,
    /// Number of the task definition in the carrier.
    task: usize,
    edits: Edits,
    /// The JSON that is to come of it.
    wish: String,
}

impl<'a> Proposals<'a> {
    pub(crate) fn new(file: &'a SourceFile, workspace: &'a Workspace, count: usize) -> Self {
        let carrier = match file.kind {
            FileKind::YamlTaskDefinition => Some(Carrier::Yaml),
            FileKind::CloudFormation => Some(Carrier::CloudFormation),
            FileKind::Terraform => Some(Carrier::Terraform),
            _ => None,
        };
        let text = carrier.map(|carrier| CarrierText::new(&file.text, carrier));
        Self { file, workspace, text, count, waiting: Vec::new() }
    }

    /// The edits of the carrier that may come to `edits` of the task definition with the number `task`.
    pub(crate) fn propose(
        &mut self,
        (finding, fix): (usize, usize),
        task: usize,
        lowered: &Lowered,
        edits: &Edits,
    ) -> Option<Edits> {
        let own = lowered.edits(self.text.as_ref()?, edits)?;
        let wish = edits.apply(lowered.text());
        self.waiting.push(Proposal { finding, fix, task, edits: own.clone(), wish });
        Some(own)
    }

    /// Takes out of `found` what does not come to what it wants.
    pub(crate) fn settle(mut self, found: &mut [(RuleIndex, Finding)]) {
        let mut rounds: Vec<Vec<Proposal>> = Vec::new();
        let mut of_task: Vec<usize> = Vec::new();
        for proposal in std::mem::take(&mut self.waiting) {
            of_task.resize(of_task.len().max(proposal.task + 1), 0);
            let round = of_task[proposal.task];
            of_task[proposal.task] += 1;
            rounds.resize_with(rounds.len().max(round + 1), Vec::new);
            rounds[round].push(proposal);
        }
        let mut unsound = Vec::new();
        for round in &rounds {
            self.try_out(round, &mut unsound);
        }
        // From behind, so that the numbers of the others stay.
        unsound.sort_unstable();
        for (finding, fix) in unsound.into_iter().rev() {
            found[finding].1.fixes.remove(fix);
        }
    }

    /// Tries fixes of different task definitions at once. Where the file falls apart, the halves are tried.
    fn try_out(&self, round: &[Proposal], unsound: &mut Vec<(usize, usize)>) {
        let all = round.iter().flat_map(|proposal| proposal.edits.iter().cloned());
        let again = Edits::new(all.collect()).ok().map(|edits| {
            let next = SourceFile { text: edits.apply(&self.file.text).into(), ..self.file.clone() };
            carried(&next, self.workspace)
        });
        match again.filter(|again| again.len() == self.count) {
            Some(again) => {
                let is_sound =
                    |it: &&Proposal| again.get(it.task).is_some_and(|lowered| is_same(&it.wish, lowered.text()));
                unsound.extend(round.iter().filter(|it| !is_sound(it)).map(|it| (it.finding, it.fix)));
            }
            None if round.len() > 1 => {
                let (left, right) = round.split_at(round.len() / 2);
                self.try_out(left, unsound);
                self.try_out(right, unsound);
            }
            None => unsound.extend(round.iter().map(|it| (it.finding, it.fix))),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{FileKind, Settings, SourceFile, Workspace, analyze};

    fn task(number: usize, protocol: &str) -> String {
        format!(
            "  Task{number}:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Family: task{number}\n      \
             ContainerDefinitions:\n        - Name: web\n          Image: web:1.4\n          Memory: 128\n          \
             PortMappings:\n            - ContainerPort: 80\n              Protocol: {protocol}\n"
        )
    }

    #[test]
    fn each_task_definition_of_a_template_gets_its_own_fixes() {
        let names = ["TCP", "!Ref Protocol", "Udp", "tcp", "\"TCP\""];
        let tasks: String = names.iter().enumerate().map(|(number, protocol)| task(number, protocol)).collect();
        let file = SourceFile::new("stack.yaml", format!("Resources:\n{tasks}"), FileKind::CloudFormation);
        let found = analyze(&file, &Settings::default(), &Workspace::default()).diagnostics;
        let wrong: Vec<_> = found.iter().filter(|it| it.rule.id == "invalid-enum-value").collect();
        let texts: Vec<&str> = wrong.iter().map(|it| &file.text[it.range]).collect();
        assert_eq!(texts, ["TCP", "Udp", "\"TCP\""]);
        for it in wrong {
            let [edit] = it.fixes[0].edits.iter().collect::<Vec<_>>()[..] else { panic!("one edit: {it:?}") };
            assert_eq!(edit.range, it.range);
            assert_eq!(edit.text.trim_matches('"'), file.text[it.range].trim_matches('"').to_lowercase());
        }
    }
}
