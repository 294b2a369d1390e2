import { expect, it } from 'vitest';
import { hasHostedRunners } from '../octokit.ts';
import { toWaitingJob } from './mapper.ts';
import { Job } from './schema.ts';

it.each([
  ['https://github.com', true],
  ['https://octo.ghe.com/', true],
  ['https://github.example.com', false],
])('GitHub has runners of its own on %s: %s', (url, expected) => {
  expect(hasHostedRunners(url)).toBe(expected);
});

it.each([
  [['ubuntu-latest'], true, { hosted: 'takes' }],
  [['ubuntu-latest'], false, {}],
  [['big-box'], true, { hosted: 'maybe' }],
  [['self-hosted'], true, {}],
  [[], false, { hosted: 'maybe' }],
] as const)('a job that waits for %o where GitHub has runners (%s) is %o', (labels, hasHosted, expected) => {
  const job = Job.parse({ id: 1, name: 'build', status: 'queued', labels });
  const waiting = toWaitingJob('github', { repository: 'a/b', ref: null, isPublic: null, job }, hasHosted);
  expect('hosted' in waiting ? { hosted: waiting.hosted } : {}).toEqual(expected);
});
