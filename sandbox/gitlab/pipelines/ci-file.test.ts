import { describe, expect, it } from 'vitest';
import { planOf } from './ci-file.ts';

const VARIABLES = { CI_COMMIT_BRANCH: 'feature', CI_DEFAULT_BRANCH: 'main' };
const names = (text: string) => planOf(text, VARIABLES).jobs.map((job) => job.name);

describe('what a CI file would run', () => {
  it('takes the default stages, the tags of all jobs and one script line as a list', () => {
    const plan = planOf('default: { tags: [docker] }\nunit: { script: npm test }\n', VARIABLES);
    expect(plan).toMatchObject({
      error: null,
      stages: ['test'],
      jobs: [{ name: 'unit', stage: 'test', script: ['npm test'], tags: ['docker'], isManual: false }],
    });
  });

  it('leaves out templates, keywords and jobs for other branches', () => {
    const text = `
variables: { A: b }
.hidden: { script: [x] }
on-main: { script: [x], only: [main] }
not-here: { script: [x], except: [feature] }
by-rule: { script: [x], rules: [{ if: $CI_COMMIT_BRANCH == "main" }] }
never: { script: [x], rules: [{ when: never }] }
stays: { script: [x], rules: [{ if: $CI_COMMIT_BRANCH == "main", when: never }, { when: on_success }] }
`;
    expect(names(text)).toEqual(['stays']);
  });

  it('lets manual jobs wait and marks what may fail', () => {
    const plan = planOf('a: { script: [x], when: manual }\nb: { script: [x], allow_failure: true }\n', VARIABLES);
    expect(plan.jobs).toMatchObject([
      { name: 'a', isManual: true, allowFailure: true },
      { name: 'b', isManual: false, allowFailure: true },
    ]);
  });

  const broken: [string, string][] = [
    ['a: [', 'unknown'],
    ['- a', 'Invalid configuration format'],
    ['a: { stage: nope, script: [x] }', 'a job: chosen stage nope does not exist'],
    ['a: { stage: test }', 'jobs:a config should implement'],
  ];
  it.each(broken)('says what is wrong with %s', (text, error) => {
    expect(planOf(text, VARIABLES).error).toContain(error);
  });
});
