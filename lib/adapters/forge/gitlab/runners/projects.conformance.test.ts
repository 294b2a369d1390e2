import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ExampleGitLab,
  PROJECT,
  startExample,
  stopExample,
  TOKENS,
} from '#sandbox/gitlab/testing/example-gitlab.ts';
import { createGitLabFleet } from './fleet.ts';

const SHOP = 'platform/apps/shop';
const MINUTE_MS = 60_000;

describe('the projects of a GitLab', () => {
  let gitlab: ExampleGitLab;
  let passed = 0;
  beforeAll(async () => {
    gitlab = await startExample();
    gitlab.act.updateProject(PROJECT, { sharedRunnersEnabled: false });
    gitlab.act.updateProject(SHOP, { groupRunnersEnabled: false });
  });
  afterAll(() => stopExample(gitlab));
  const open = (token: string, projects: string[]) =>
    createGitLabFleet({
      id: 'gitlab',
      label: 'GitLab',
      url: gitlab.url,
      token,
      timeoutMs: 10_000,
      clock: { now: () => gitlab.clock.now() + passed },
      groups: [],
      projects,
    });

  it('say which runners of others they let take their jobs, and that is asked for again after a while', async () => {
    const fleet = open(TOKENS.root, [PROJECT, SHOP]);
    const told = async () =>
      [...(await fleet.read()).rules.values()].map((rule) =>
        rule.kind === 'project' ? [rule.path, rule.instanceRunners, rule.groupRunners] : [],
      );
    expect(await told()).toEqual([
      [PROJECT, false, true],
      [SHOP, true, false],
    ]);
    gitlab.act.updateProject(SHOP, { groupRunnersEnabled: true });
    passed += 10 * MINUTE_MS;
    expect(await told()).toContainEqual([SHOP, true, true]);
  });

  it('whose runners are listed hide none, whatever else of the instance may not be seen', async () => {
    gitlab.act.setGroupAccess('platform', 'rae', 0);
    gitlab.act.setProjectAccess(PROJECT, 'rae', 40);
    const { gaps, runners } = await open(TOKENS.rae, [PROJECT, SHOP]).read();
    expect([...gaps.values()].map(({ hides }) => hides)).toEqual([
      { forge: 'gitlab', path: '', besides: [PROJECT] },
      { forge: 'gitlab', path: SHOP, besides: [PROJECT] },
    ]);
    // The project has turned off those of the instance.
    expect([...runners.values()].map(({ name }) => name)).toEqual(['gpu runner']);
  });

  it('that may not be seen are told to be unknown, and not to be open', async () => {
    const { rules } = await open(TOKENS.rae, [PROJECT, 'platform/none']).read();
    expect(rules.get('project/platform/none')).toMatchObject({ instanceRunners: null, groupRunners: null });
  });
});
