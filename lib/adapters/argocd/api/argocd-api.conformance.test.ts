import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import { objectId } from '#lib/domain/application/live-tree.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { READ_APPLICATIONS } from '#sandbox/argocd/server/accounts.ts';
import {
  applicationOf,
  configMap,
  deployment,
  manifest,
  startTestArgoCd,
  type TestArgoCd,
} from '#sandbox/argocd/testing/test-argocd.ts';
import { createFaultSwitches, type FaultSwitches } from '#sandbox/faults.ts';
import { APPLICATION_KIND } from '../application-kind.ts';
import type { ArgoCdApi } from './client.ts';
import { diagnoseArgoCdApi } from './diagnose.ts';
import { createArgoCdApi } from './provider.ts';

const TOKEN = 'key-of-portolan';
const APP = { namespace: 'argocd', name: 'app', project: 'default' };
const PASSWORD = 'correct-horse-battery-staple';

const WAIT = { timeout: 10_000, interval: 50 };

let test: TestArgoCd;
let faults: FaultSwitches;
let api: ArgoCdApi;
const never = new AbortController().signal;

const account = (policies = [READ_APPLICATIONS]) => ({ token: TOKEN, name: 'portolan', policies });
const server = () => {
  const running = test.argocd.server;
  if (running === null) {
    throw new Error('it was started with a server');
  }
  return running;
};
const read = (): Application => APPLICATION_KIND.toDomain(test.get('Application', 'argocd', 'app') ?? {});
const tree = () => createArgoCdApi(api).readTree(APP, never);

beforeAll(async () => {
  faults = createFaultSwitches();
  test = await startTestArgoCd({
    files: {
      'app/web.yaml': deployment('web', {}, 'registry.example/web:1.0', 2),
      'app/settings.yaml': configMap('settings'),
      'app/password.yaml': manifest('Secret', 'password', { stringData: { password: PASSWORD } }),
    },
    // Without self heal, what differs goes on to differ.
    rootManifest: applicationOf('app', 'app', {
      syncPolicy: { automated: {}, syncOptions: ['CreateNamespace=true'] },
    }),
    serverPort: 0,
    accounts: [account()],
    faults,
  });
  await test.untilApp(
    'app',
    'it is healthy',
    ({ health, sync }) => health?.status === 'Healthy' && sync?.status === 'Synced',
  );
}, 30_000);
afterAll(() => test.close());
beforeEach(() => {
  faults.clear();
  server().accounts.set(account());
  api = { name: 'Argo CD', url: server().url, token: TOKEN, timeoutMs: 2_000 };
});

it('reads what was made from what an application brings, down to the pods, with the health of each', async () => {
  const chain = async () =>
    (await tree()).nodes.map(({ kind, owners, health }) => [kind, owners.map((id) => id.split('/')[1]).join(), health]);
  const wanted = [
    ['ConfigMap', '', undefined],
    ['Secret', '', undefined],
    ['Deployment', '', 'Healthy'],
    ['ReplicaSet', 'Deployment', 'Healthy'],
    ['Pod', 'ReplicaSet', 'Healthy'],
    ['Pod', 'ReplicaSet', 'Healthy'],
  ];
  await expect.poll(async () => (await chain()).toSorted(), WAIT).toEqual(wanted.toSorted());
  expect((await tree()).left).toBe(0);
});

it('knows the health of exactly the resources of which the object in the cluster tells none', async () => {
  const application = read();
  expect(application.resourceHealth).toBe('tree');
  expect(application.resources.every(({ health }) => health === undefined)).toBe(true);
  const ids = new Set((await tree()).nodes.filter(({ owners }) => owners.length === 0).map(({ id }) => id));
  expect([...ids].toSorted()).toEqual(application.resources.map(objectId).toSorted());
});

describe('with something changed by hand', () => {
  const key = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'settings' };

  it('reads what differs, and only where it does', async () => {
    const live = test.get('ConfigMap', 'shop', 'settings');
    test.cluster.update({ ...live, data: { value: 'by hand', other: 'kept' } } as never);
    await test.untilApp('app', 'it is out of sync', ({ sync }) => sync?.status === 'OutOfSync');
    const difference = await createArgoCdApi(api).readDifference(APP, key, never);
    expect(difference?.live).toContain('value: by hand');
    expect(difference?.wanted).toContain('value: x');
    const lines = (text = '') => text.split('\n');
    const wanted = lines(difference?.wanted ?? '');
    expect(lines(difference?.live ?? '').filter((line) => !wanted.includes(line))).toEqual(['  value: by hand']);
    expect(await createArgoCdApi(api).readDifference(APP, { ...key, name: 'nobody' }, never)).toBeNull();
  });

  it('tells the keys of a Secret and nothing that it holds', async () => {
    const secret = { ...key, kind: 'Secret', name: 'password' };
    const difference = await createArgoCdApi(api).readDifference(APP, secret, never);
    expect(difference).toMatchObject({ isHidden: true, isCut: false });
    expect(difference?.live).toContain('password: "[hidden]"');
    const all = JSON.stringify(difference);
    expect(all).not.toContain(PASSWORD);
    expect(all).not.toContain(Buffer.from(PASSWORD).toString('base64'));
    expect(all).not.toContain('+++');
  });
});

it('has it look at git now, with GET and no other method', async () => {
  const before = read().reconciledAt;
  test.repository.commit({ 'app/more.yaml': configMap('more') });
  await createArgoCdApi(api).refresh(APP, never);
  await test.untilApp('app', 'it was looked at', () => read().reconciledAt !== before);
  expect(server().asked.every((line) => line.startsWith('GET '))).toBe(true);
});

describe('what it is refused', () => {
  const kindOf = async (work: Promise<unknown>) => {
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    return error as ExternalError;
  };

  it.each([
    [
      'a token that is not known',
      () => {
        api = { ...api, token: 'another' };
      },
      'auth',
      'token',
    ],
    [
      'an account without the right',
      () => server().accounts.set(account([])),
      'forbidden',
      'applications, get, default/*, allow',
    ],
    ['overload', () => faults.set({ id: 'a', server: 'argocd', kind: 'status', status: 503 }), 'unavailable', 'busy'],
    ['a reset', () => faults.set({ id: 'a', server: 'argocd', kind: 'reset' }), 'unavailable', 'cut'],
    ['the page of a proxy', () => faults.set({ id: 'a', server: 'argocd', kind: 'html' }), 'unavailable', '502'],
    ['half an answer', () => faults.set({ id: 'a', server: 'argocd', kind: 'truncate' }), 'unavailable', ''],
    [
      'none in time',
      () => {
        api = { ...api, timeoutMs: 50 };
        faults.set({ id: 'a', server: 'argocd', kind: 'hang' });
      },
      'timeout',
      '0.05 s',
    ],
  ] as const)('is told apart: %s', async (_, spoil, kind, words) => {
    spoil();
    const error = await kindOf(tree());
    expect(error.kind).toBe(kind);
    expect(error.words).toContain(words);
    expect(error.message).not.toContain(TOKEN);
  });

  it('is told how long to wait', async () => {
    faults.set({ id: 'a', server: 'argocd', kind: 'status', status: 429, retryAfterSeconds: 7 });
    expect(await kindOf(tree())).toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 7 });
  });

  it('is told of an application that is not there, since it names the project', async () => {
    const error = await kindOf(createArgoCdApi(api).readTree({ ...APP, name: 'nobody' }, never));
    expect(error.kind).toBe('not-found');
  });

  it('ends when nobody waits any more', async () => {
    faults.set({ id: 'a', server: 'argocd', kind: 'hang' });
    const leaving = new AbortController();
    const asked = createArgoCdApi(api).readTree(APP, leaving.signal);
    leaving.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
  });
});

describe('the check of the connection', () => {
  const check = () => diagnoseArgoCdApi({ api, namespace: 'argocd', root: 'app', secretName: 'THE_TOKEN' });

  it('finds nothing where the account may look and nothing more', async () => {
    expect(await check()).toEqual({
      version: null,
      identity: 'portolan',
      findings: [{ subject: 'right to read applications', state: 'ok', detail: 'it may read argocd/app' }],
    });
  });

  it('names the variable of a token that is not taken', async () => {
    api = { ...api, token: 'another' };
    const { findings } = await check();
    expect(findings).toEqual([expect.objectContaining({ subject: 'token', state: 'problem' })]);
    expect(findings[0]?.detail).toContain('THE_TOKEN');
    expect(JSON.stringify(findings)).not.toContain('another');
  });

  it('gives the line that is missing', async () => {
    server().accounts.set(account([]));
    const [finding] = (await check()).findings;
    expect(finding).toMatchObject({ state: 'problem', copy: 'p, portolan, applications, get, */*, allow' });
  });

  it('warns of a token that could do more than look', async () => {
    server().accounts.set(account([{ resource: 'applications', action: '*', object: '*/*' }]));
    const warning = (await check()).findings.find(({ state }) => state === 'warning');
    expect(warning?.detail).toBe(
      'portolan may also create, update, sync, delete, override applications, which Portolan never does',
    );
  });
});
