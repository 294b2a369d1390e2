import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CheckOptions, type CheckRig, startCheckRig } from '#lib/testing/check-rig.ts';

const COMMAND = fileURLToPath(new URL('../check-config.ts', import.meta.url));

let rig: CheckRig;
beforeAll(async () => {
  rig = await startCheckRig();
});
afterAll(() => rig.close());

type Ended = { status: number; output: string; errors: string };

/** The command as `npm run check-config` starts it. */
function run(options: CheckOptions, ...flags: string[]): Promise<Ended> {
  const env = { NODE_ENV: 'test' as const, ...rig.configure(options) };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--conditions=react-server', COMMAND, ...flags], { env }, (error, output, errors) => {
      resolve({ status: error === null ? 0 : Number(error.code), output, errors });
    });
  });
}

it('ends with 0 when all works, and tells it in columns', async () => {
  const { status, output, errors } = await run({});
  expect([status, errors]).toEqual([0, '']);
  expect(output).toMatch(/^Database: .*portolan\.db\n {2}ok {7}file /);
  expect(output).toMatch(/All 8 connections work\.\n$/);
});

it('ends with 1 when something does not, with the rule to copy and no secret', async () => {
  const rules = [{ apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] }];
  const { status, output } = await rig.withRules(rules, () => run({}));
  expect(status).toBe(1);
  expect(output).toContain('PROBLEM  read pods');
  expect(output).toMatch(/- apiGroups: \[""\]\n +resources: \["pods"\]\n +verbs: \["list", "watch"\]/);
  expect(rig.secrets.filter((secret) => output.includes(secret))).toEqual([]);
});

it('ends with 2 for a wrong file, and names key, place and what was expected', async () => {
  const options: CheckOptions = { replace: [['{mode: forge}', '{mode: ldap}']] };
  const { status, output } = await run(options);
  expect(status).toBe(2);
  expect(output).toBe(
    'portolan.yaml:3:16: signIn.mode: expected "forge" (people sign in with the forge) or "single-user"\n',
  );
  expect(JSON.parse((await run(options, '--json')).output)).toEqual({
    works: false,
    problems: [
      { place: 'portolan.yaml:3:16', key: 'signIn.mode', message: expect.stringContaining('expected "forge"') },
    ],
  });
});

it('ends with 2 for a secret that is missing, and names its variable', async () => {
  const { status, output } = await run({ environment: { PORTOLAN_CLUSTER_HOMELAB_TOKEN: '' } });
  expect([status, output]).toEqual([2, expect.stringContaining('PORTOLAN_CLUSTER_HOMELAB_TOKEN: it is missing')]);
});

it('tells machines the same as JSON', async () => {
  const { status, output } = await run({ environment: { PORTOLAN_FORGE_GITLAB_TOKEN: 'wrong' } }, '--json');
  const { works, connections } = JSON.parse(output) as { works: boolean; connections: { id: string; state: string }[] };
  expect([status, works]).toEqual([1, false]);
  expect(connections.filter(({ state }) => state === 'problem').map(({ id }) => id)).toEqual([
    'forges/gitlab',
    'gitops',
  ]);
});

it('explains itself', async () => {
  const { status, output } = await run({}, '--help');
  expect([status, output]).toEqual([0, expect.stringContaining('--json')]);
  expect((await run({}, '--jsn')).status).toBe(2);
});
