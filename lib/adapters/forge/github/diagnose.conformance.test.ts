import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERY_RIGHT } from '#sandbox/github/rest/tokens.ts';
import { type ExampleForge, REPOSITORY, startExampleForge, TOKENS } from '#sandbox/github/testing/example-forge.ts';
import { diagnoseGitHub } from './diagnose.ts';
import { diagnoseRepository } from './diagnose-repository.ts';

let github: ExampleForge;

beforeAll(async () => {
  github = await startExampleForge();
});

afterAll(() => github.stop());

const forge = (token: string) =>
  diagnoseGitHub({ id: 'github', url: github.url, token, tokenName: 'TOKEN', now: github.clock.now() });
const repository = (token: string, change: { repository?: string; branch?: string } = {}) =>
  diagnoseRepository({
    id: 'github',
    url: github.url,
    token,
    repository: REPOSITORY,
    branch: 'main',
    name: 'gitops',
    ...change,
  });
const states = (findings: { subject: string; state: string }[]) =>
  findings.map(({ subject, state }) => `${subject} ${state}`);

describe('the forge', () => {
  it('says which one it is and who the portal is there', async () => {
    const diagnosis = await forge(TOKENS.ada);
    expect(diagnosis).toMatchObject({ version: 'GitHub Enterprise Server 3.17.2', identity: 'ada' });
    expect(states(diagnosis.findings)).toEqual(['API ok', 'token ok']);
  });

  it('says what a token lacks where that is told, and when it ends soon', async () => {
    expect((await forge(TOKENS.small)).findings[1]).toMatchObject({
      state: 'problem',
      detail: expect.stringContaining('"repo" is missing'),
      remedy: expect.stringContaining('TOKEN'),
    });
    expect(states((await forge(TOKENS.fine)).findings)).toEqual(['API ok', 'token ok']);
    const day = 24 * 3_600_000;
    for (const [days, state] of [
      [3, 'warning'],
      [60, 'ok'],
    ] as const) {
      const ending = { token: 'ghp_ending', login: 'rae', rights: EVERY_RIGHT, scopes: ['repo'] };
      github.github.tokens.set({ ...ending, expiresAt: github.clock.now() + days * day });
      expect((await forge('ghp_ending')).findings[1]).toMatchObject({
        state,
        detail: expect.stringMatching(/until 20/),
      });
    }
    github.github.tokens.set({ token: TOKENS.rae, login: 'rae', rights: EVERY_RIGHT, scopes: ['repo'] });
  });

  it('says that a token is refused, without it', async () => {
    const { findings } = await forge('not-a-token');
    expect(findings).toMatchObject([{ state: 'problem', remedy: expect.stringContaining('"repo"') }]);
    expect(JSON.stringify(findings)).not.toContain('not-a-token');
  });

  it('says that what answers is none, and how long it wants to be left alone', async () => {
    const fault = { id: 'fault', server: 'github' as const, remaining: 1 };
    github.faults.set({ ...fault, kind: 'html', status: 200 });
    expect((await forge(TOKENS.ada)).findings).toMatchObject([
      { state: 'problem', detail: expect.stringContaining('is not GitHub') },
    ]);
    github.faults.set({ ...fault, kind: 'status', status: 429, retryAfterSeconds: 9 });
    expect((await forge(TOKENS.ada)).findings).toMatchObject([{ state: 'problem', restSeconds: 9 }]);
  });
});

describe('its repository', () => {
  it.each([
    ['a protection', false],
    ['a ruleset', true],
  ])('is fine where the portal may write and %s asks for its statuses', async (_, isRuleset) => {
    expect(states(await repository(TOKENS.ada))).toEqual([
      'repository ok',
      'right ok',
      'branch ok',
      'who pushed ok',
      'pull requests warning',
    ]);
    github.act.protect(REPOSITORY, 'main', { requiredContexts: ['portolan/approval'], isRuleset });
    expect(states(await repository(TOKENS.ada)).at(-1)).toBe('pull requests ok');
    github.act.protect(REPOSITORY, 'main', null);
  });

  it('is a problem where it may not, is not there, has another name, has no such branch, or rewrites', async () => {
    expect(states(await repository(TOKENS.rae))).toContain('right problem');
    expect(states(await repository(TOKENS.stranger))).toEqual(['repository problem']);
    expect(await repository(TOKENS.ada, { repository: 'platform/old-gitops' })).toMatchObject([
      { state: 'problem', remedy: expect.stringContaining('present name') },
    ]);
    expect(states(await repository(TOKENS.ada, { branch: 'none' }))).toContain('branch problem');
    github.act.setMergeSettings(REPOSITORY, { merge: false });
    expect(states(await repository(TOKENS.ada))).toContain('pull requests problem');
    github.act.setArchived(REPOSITORY, true);
    expect(states(await repository(TOKENS.ada))).toEqual(
      expect.arrayContaining(['right problem', 'pull requests problem']),
    );
    github.act.setArchived(REPOSITORY, false);
    github.act.setMergeSettings(REPOSITORY, { merge: true });
  });

  it('is one where it is not told who pushed', async () => {
    github.faults.set({ id: 'old', server: 'github', kind: 'status', status: 404, path: '/activity' });
    expect(await repository(TOKENS.ada)).toContainEqual(
      expect.objectContaining({ subject: 'who pushed', state: 'problem', remedy: expect.stringContaining('too old') }),
    );
    github.faults.clear('old');
  });
});
