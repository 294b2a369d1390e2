import type { JobQuestion, TakeReason } from './job-question.ts';
import type { Runner } from './runner.ts';

/**
 * GitLab: every tag of the job must be on the runner, letter for letter; a job without tags needs a runner that runs
 * untagged jobs. GitHub: one runner must have every label of `runs-on`, in capitals or not. Gitea: every label as well, letter
 * for letter, and a job without labels goes to any (gitea models/actions/task.go, `CreateTaskForRunner`).
 */
export function labelReasons({ forge, labels, runsUntagged }: Runner, job: JobQuestion): TakeReason[] {
  const isGitLab = forge === 'gitlab';
  const isExact = forge !== 'github';
  if (job.labels.length === 0) {
    return forge === 'github' ? withoutLabels(job) : untagged(runsUntagged);
  }
  if (labels === null) {
    const word = isGitLab ? 'tags' : 'labels';
    return [
      { code: 'unread', text: `Its ${word} could not be read, so whether the job's are among them is not known.` },
    ];
  }
  const same = (label: string) => (isExact ? label : label.toLowerCase());
  const has = new Set(labels.map(same));
  const missing = [...new Set(job.labels)].filter((label) => !has.has(same(label)));
  if (missing.length === 0) {
    return [];
  }
  const [word, words] = isGitLab ? ['tag', 'tags'] : ['label', 'labels'];
  const quoted = missing.map((label) => `"${label}"`);
  const what = `It does not have the ${quoted.length === 1 ? word : words} ${quoted.join(' and ')}`;
  return [{ code: 'label-missing', text: `${what}${hint(missing, labels, isExact)}.` }];
}

function untagged(runsUntagged: boolean | null): TakeReason[] {
  if (runsUntagged === null) {
    return [{ code: 'unread', text: 'Whether it runs jobs without tags could not be read.' }];
  }
  return runsUntagged ? [] : [{ code: 'labels-wanted', text: 'It does not run jobs without tags.' }];
}

/** `runs-on` may name a group alone. */
function withoutLabels({ group }: JobQuestion): TakeReason[] {
  return group === '' ? [{ code: 'labels-wanted', text: 'A job of GitHub names at least one label in runs-on.' }] : [];
}

/** GitLab and Gitea take `GPU` and `gpu` for two; whoever meets that looks long. */
function hint(missing: readonly string[], labels: readonly string[], isExact: boolean): string {
  const alike = isExact
    ? labels.find((label) => missing.some((each) => each.toLowerCase() === label.toLowerCase()))
    : undefined;
  return alike === undefined ? '' : `, though it has "${alike}": capitals count`;
}
