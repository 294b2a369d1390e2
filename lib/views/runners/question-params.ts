import type { JobQuestion } from '#lib/domain/runner/job-question.ts';
import { RUNNER_FORGES } from '#lib/domain/runner/runner.ts';

const LONGEST = 300;
const MOST = 50;

/** Reads "which runner takes this job?" from an address; null where it asks nothing. */
export function parseQuestion(params: URLSearchParams): JobQuestion | null {
  const forge = RUNNER_FORGES.find((each) => each === params.get('job'));
  if (forge === undefined) {
    return null;
  }
  return {
    forge,
    labels: listOf(params.get('labels')),
    repository: textOf(params.get('repository')).replace(/^\/+|\/+$/g, ''),
    group: textOf(params.get('group')),
    isProtected: params.get('protected') === 'yes',
    architectures: listOf(params.get('arch')),
  };
}

/** The names are those of the form's fields. */
export function writeQuestion(params: URLSearchParams, question: JobQuestion): void {
  const { forge, labels, repository, group, isProtected, architectures } = question;
  const fields = {
    job: forge,
    labels: labels.join(','),
    repository,
    group,
    protected: isProtected ? 'yes' : '',
    arch: architectures.join(','),
  };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== '') {
      params.set(name, value);
    }
  }
}

function textOf(text: string | null): string {
  return (text ?? '').trim().slice(0, LONGEST);
}

/** Commas and spaces separate, as in `tags: [gpu, amd64]`; brackets and quotes that came with a copy are left out. */
function listOf(text: string | null): string[] {
  const words = textOf(text)
    .replaceAll(/[[\]"'`]/g, ' ')
    .split(/[\s,]+/);
  return [...new Set(words.filter((word) => word !== ''))].slice(0, MOST);
}
