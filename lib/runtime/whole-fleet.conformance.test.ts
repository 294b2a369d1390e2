import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createViewRoute } from '#lib/http/view-route.ts';
import { type CheckRig, startCheckRig } from '#lib/testing/check-rig.ts';
import { signInSingleUser } from '#lib/usecases/session/sign-in.ts';
import { VIEWS } from '#lib/views/index.ts';
import type { RunnersData } from '#lib/views/runners/read.ts';
import { ORGANIZATION } from '#sandbox/github/seed.ts';
import { openPortal } from './open-portal.ts';
import type { Portal } from './portal.ts';
import { type FrontDoor, openFrontDoor } from './requests/front-door.ts';

const SOON = { timeout: 40_000, interval: 50 };
const SET = 'homelab/arc-runners/arc-linux-gpu';
const environment = { ...process.env };

let rig: CheckRig;
let door: FrontDoor;
let portal: Portal;
let cookie: string;

async function read(): Promise<RunnersData> {
  const route = createViewRoute(VIEWS, async () => portal.services);
  const request = new Request('http://localhost:3000/api/views/runners?params={}', { headers: { cookie } });
  const response = await route(request, 'runners');
  return ((await response.json()) as { data: RunnersData }).data;
}

beforeAll(async () => {
  rig = await startCheckRig();
  const { github, secrets } = rig.sandbox;
  const runners = `runners: [{ id: github, kind: github, url: "${github.url}", organizations: [${ORGANIZATION}] }]`;
  Object.assign(
    process.env,
    { PORTOLAN_LOG_LEVEL: 'silent' },
    rig.configure({
      replace: [
        ['mode: forge', 'mode: single-user'],
        ['database: file:portolan.db', `database: file:portolan.db\n${runners}`],
      ],
      environment: { PORTOLAN_RUNNERS_GITHUB_TOKEN: secrets.portalGitHubToken },
    }),
  );
  door = openFrontDoor();
  portal = await openPortal(door);
  const { token } = await signInSingleUser(portal.services, '/', { requestId: 'r', userAgent: 'test' });
  cookie = `portolan_session=${token}`;
});
afterAll(async () => {
  await portal.stop();
  door.close();
  await rig.close();
  process.env = environment;
});

it('one fleet: runners of GitLab and of GitHub, and the scale sets of the cluster with their jobs, each once', async () => {
  await vi.waitFor(async () => {
    const { rows, fleet } = await read();
    const names = rows.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['kubernetes', 'gpu-workstation', 'arc-linux-standard', 'arc-linux-gpu']),
    );
    // What GitHub lists of the scale sets stands below them.
    expect(names.filter((name) => name.includes('-runner-'))).toEqual([]);
    expect(rows.find(({ name }) => name === 'arc-linux-standard')).toMatchObject({
      standing: 'busy',
      jobs: [{ name: 'integration tests' }],
      scaleSet: { hasListener: true, max: 5 },
    });
    expect(fleet?.waiting.map(({ name }) => name)).toContain('build for arm64');
  }, SOON);
});

it('a job that comes to GitHub is seen at work on its scale set', async () => {
  const job = { repository: `${ORGANIZATION}/model-training`, workflow: 'train', name: 'fine-tune', seconds: null };
  const { id } = rig.sandbox.github.service.enqueue({ ...job, labels: ['arc-linux-gpu'] });
  const jobs = async () => (await read()).rows.find((row) => row.id === SET)?.jobs.map(({ name }) => name);
  await vi.waitFor(async () => expect(await jobs()).toEqual(['fine-tune']), SOON);
  rig.sandbox.github.service.complete(id, 'success');
  await vi.waitFor(async () => expect(await jobs()).toEqual([]), SOON);
});
