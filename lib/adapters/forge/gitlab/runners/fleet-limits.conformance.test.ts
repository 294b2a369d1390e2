import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { judgeWaiting } from '#lib/domain/runner/waiting.ts';
import {
  type ExampleGitLab,
  PROJECT,
  SEED,
  startExample,
  stopExample,
  TOKENS,
  until,
} from '#sandbox/gitlab/testing/example-gitlab.ts';
import { createGitLabFleet } from './fleet.ts';

const MANY = 230;

/** More runners than a page has and than are looked at in one read; jobs that no runner takes. */
describe('a fleet of GitLab', () => {
  let gitlab: ExampleGitLab;
  beforeAll(async () => {
    const runners = Array.from({ length: MANY }, (_, index) => ({
      description: `runner ${index}`,
      runnerType: 'instance_type' as const,
      tagList: [`tag-${index}`],
      contact: 'online' as const,
    }));
    gitlab = await startExample({ seed: { ...SEED, runners } });
  });
  afterEach(() => gitlab.faults.clear());
  afterAll(() => stopExample(gitlab));
  const open = (timeoutMs = 10_000) =>
    createGitLabFleet({
      id: 'gitlab',
      label: 'GitLab',
      url: gitlab.url,
      token: TOKENS.root,
      timeoutMs,
      clock: gitlab.clock,
      groups: ['platform'],
      projects: [PROJECT],
    });
  const failure = (timeoutMs?: number) =>
    open(timeoutMs)
      .read()
      .then(
        () => 'no failure',
        (error: unknown) => error,
      );

  it('is there from the first read on, every page of it; what is not read yet is not told to be empty', async () => {
    const fleet = open();
    const unread: number[] = [];
    for (let read = 0; read < 3; read += 1) {
      const runners = [...(await fleet.read()).runners.values()];
      expect(new Set(runners.map(({ name }) => name)).size).toBe(MANY);
      unread.push(runners.filter(({ labels }) => labels === null).length);
      for (const { labels, unread: sentences } of runners) {
        expect(sentences.length > 0).toBe(labels === null);
      }
    }
    expect(unread).toEqual([130, 30, 0]);
  });

  it('tells of a job that waits, with its tags, so that it can be said that no runner takes it', async () => {
    await gitlab.act.push(PROJECT, 'ci', { '.gitlab-ci.yml': 'train:\n  tags: [gpu, cuda]\n  script: [go]\n' }, 'ada');
    const fleet = open();
    const reading = await until(
      () => fleet.read(),
      ({ waiting }) => waiting.size > 0,
    );
    const judged = judgeWaiting(reading.waiting.values(), [...reading.runners.values()], {
      unseen: [],
      projects: [...reading.rules.values()].filter((rule) => rule.kind === 'project'),
    });
    expect(judged).toMatchObject([
      {
        name: 'train',
        labels: ['cuda', 'gpu'],
        repository: PROJECT,
        since: expect.any(Number),
        url: expect.any(String),
      },
    ]);
    expect(judged[0]?.takers).toBe(0);
  });

  it.each([
    [
      { kind: 'status', status: 429, retryAfterSeconds: 30 },
      { kind: 'rate-limited', retryAfterSeconds: 30 },
    ],
    [{ kind: 'status', status: 502 }, { kind: 'unavailable' }],
    [{ kind: 'status', status: 302 }, { kind: 'invalid-response' }],
    [{ kind: 'html', status: 200 }, { kind: 'invalid-response' }],
    [{ kind: 'truncate' }, {}],
    [{ kind: 'reset' }, { kind: 'unavailable' }],
    [{ kind: 'hang' }, { kind: 'timeout' }],
  ] as const)('%o is an error that says so, and holds no token', async (fault, expected) => {
    gitlab.faults.set({ id: 'one', server: 'gitlab', ...fault });
    const error = await failure(fault.kind === 'hang' ? 200 : undefined);
    expect(error).toBeInstanceOf(ExternalError);
    expect(error).toMatchObject(expected);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(TOKENS.root);
  });

  it('is refused as a whole where the token is, and nothing is said to be missing', async () => {
    const stranger = createGitLabFleet({
      id: 'gitlab',
      label: 'GitLab',
      url: gitlab.url,
      token: 'glpat-of-nobody',
      timeoutMs: 10_000,
      clock: gitlab.clock,
      groups: [],
      projects: [PROJECT],
    });
    await expect(stranger.read()).rejects.toMatchObject({ kind: 'auth' });
  });
});
