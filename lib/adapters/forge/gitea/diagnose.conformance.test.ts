import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ExampleGitea,
  REPOSITORY,
  startExample,
  stopExample,
  TOKENS,
} from '#sandbox/gitea/testing/example-gitea.ts';
import { diagnoseGitea } from './diagnose.ts';
import { diagnoseRepository } from './diagnose-repository.ts';

let gitea: ExampleGitea;

beforeAll(async () => {
  gitea = await startExample({ version: '11.0.3+gitea-1.22.0' });
});

afterAll(() => stopExample(gitea));

const forge = (token: string) => diagnoseGitea({ id: 'gitea', url: gitea.url, token, tokenName: 'TOKEN' });
const repository = (token: string, change: { repository?: string; branch?: string } = {}) =>
  diagnoseRepository({
    id: 'gitea',
    url: gitea.url,
    token,
    repository: REPOSITORY,
    branch: 'main',
    name: 'gitops',
    ...change,
  });
const states = (findings: { subject: string; state: string }[]) =>
  findings.map(({ subject, state }) => `${subject} ${state}`);

describe('the forge', () => {
  it('says which one it is, who the portal is there and whether that one is told who pushed', async () => {
    const administrator = await forge(TOKENS.root);
    expect(administrator).toMatchObject({ version: 'Forgejo 11.0.3+gitea-1.22.0', identity: 'root' });
    expect(states(administrator.findings)).toEqual(['API ok', 'token ok', 'who pushed ok']);
    expect(states((await forge(TOKENS.ada)).findings)).toEqual(['API ok', 'token ok', 'who pushed warning']);
  });

  it('says that a token is refused, without it', async () => {
    const { findings } = await forge('not-a-token');
    expect(findings).toMatchObject([{ state: 'problem', remedy: expect.stringContaining('write:repository') }]);
    expect(JSON.stringify(findings)).not.toContain('not-a-token');
  });

  it('says that what answers is none', async () => {
    gitea.faults.set({ id: 'html', server: 'gitea', kind: 'html', status: 200 });
    const { findings } = await forge(TOKENS.ada);
    gitea.faults.clear('html');
    expect(findings).toMatchObject([{ state: 'problem', detail: expect.stringContaining('is not Gitea') }]);
  });
});

describe('its repository', () => {
  it('is fine where the portal may write and a rule asks for its statuses', async () => {
    expect(states(await repository(TOKENS.ada))).toEqual([
      'repository ok',
      'right ok',
      'branch ok',
      'pull requests warning',
    ]);
    gitea.act.protectBranch(REPOSITORY, { name: 'main', statusCheckContexts: ['portolan/*'] });
    expect(states(await repository(TOKENS.ada)).at(-1)).toBe('pull requests ok');
  });

  it('is a problem where it may not, or is not there, or has no such branch, or rewrites', async () => {
    expect(states(await repository(TOKENS.rae))).toContain('right problem');
    expect(states(await repository(TOKENS.stranger))).toEqual(['repository problem']);
    expect(states(await repository(TOKENS.ada, { branch: 'none' }))).toContain('branch problem');
    gitea.act.setMergeSettings(REPOSITORY, { merge: false, fastForwardOnly: false });
    expect(states(await repository(TOKENS.ada))).toContain('pull requests problem');
  });
});
