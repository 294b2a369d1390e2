import { afterEach, beforeEach, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { gateRepairView } from './read.ts';

const SETTINGS = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-cm\ndata:\n  a: b\n';

let portal: TestPortal;

beforeEach(async () => {
  portal = await createTestPortal();
});
afterEach(() => portal.close());

async function read(role: 'viewer' | 'developer') {
  const { data } = await gateRepairView.read(await portal.as('dana', { role }), {});
  return data;
}

it('names the file that makes the settings, and offers the change to those who may propose one', async () => {
  const actions = [{ action: 'create' as const, path: 'argocd/argocd-cm.yaml', content: SETTINGS }];
  portal.forge.repository.commit({ branch: 'main', message: 'Settings', actions }, 'rui');
  portal.services.snapshots.invalidate();
  expect(await read('developer')).toMatchObject({
    state: 'mendable',
    file: { path: 'argocd/argocd-cm.yaml', url: expect.stringContaining('argocd/argocd-cm.yaml') },
    href: '/new/argocd-health-check',
  });
  expect((await read('viewer')).href).toBeNull();
});

it('offers no change where several files make the settings and nothing tells them apart', async () => {
  const actions = ['one', 'two'].map((cluster) => {
    return { action: 'create' as const, path: `${cluster}/argocd-cm.yaml`, content: SETTINGS };
  });
  portal.forge.repository.commit({ branch: 'main', message: 'Settings', actions }, 'rui');
  portal.services.snapshots.invalidate();
  expect(await read('developer')).toMatchObject({
    state: 'by-hand',
    file: null,
    reason: expect.stringContaining('2 files make argocd-cm'),
  });
});

it('says that no file was found, and what to add all the same', async () => {
  expect(await read('developer')).toMatchObject({
    state: 'by-hand',
    file: null,
    reason: expect.stringContaining('(0 looked at)'),
    snippet: expect.stringContaining('return hs'),
  });
});

it('keeps what it found last while the repository cannot be looked at, and says so', async () => {
  const actions = [{ action: 'create' as const, path: 'argocd/argocd-cm.yaml', content: SETTINGS }];
  portal.forge.repository.commit({ branch: 'main', message: 'Settings', actions }, 'rui');
  portal.services.snapshots.invalidate();
  await read('developer');
  const away = new ExternalError({ provider: 'gitlab', operation: 'list', kind: 'unavailable', message: 'it is away' });
  portal.services.snapshots.head = () => Promise.reject(away);
  expect(await read('developer')).toMatchObject({
    state: 'mendable',
    file: { path: 'argocd/argocd-cm.yaml' },
    reason: expect.stringContaining('it is away'),
  });
});

it('says why where the repository cannot be looked at', async () => {
  const away = new ExternalError({ provider: 'gitlab', operation: 'list', kind: 'unavailable', message: 'it is away' });
  portal.services.snapshots.head = () => Promise.reject(away);
  expect(await read('developer')).toMatchObject({ state: 'by-hand', reason: expect.stringContaining('it is away') });
});
