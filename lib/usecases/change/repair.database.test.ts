import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HEALTH_CHECK_KEY } from '#lib/domain/wave/health-check.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { openChange } from './open.ts';
import { previewChange } from './preview.ts';

const PATH = 'infrastructure/argocd-cm.yaml';
const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: argocd-cm
  namespace: argocd
data:
  # Where people reach it.
  url: https://argocd.homelab.local
`;
const FORM = { templateId: 'argocd-health-check', values: {} };

let portal: TestPortal;
let dana: UserContext;

beforeEach(async () => {
  portal = await createTestPortal();
  dana = await portal.as('dana', { role: 'developer' });
});
afterEach(() => portal.close());

it('mends the settings of Argo CD by a merge request that the guardrails let pass', async () => {
  const actions = [{ action: 'create', path: PATH, content: SETTINGS }] as const;
  portal.forge.repository.commit({ branch: 'main', message: 'Settings', actions: [...actions] }, 'rui');
  portal.services.snapshots.invalidate();
  const { errors, result } = await previewChange(dana, FORM);
  expect(errors).toEqual([]);
  expect(result?.files).toEqual([
    { path: PATH, before: SETTINGS, after: expect.stringContaining(`  ${HEALTH_CHECK_KEY}: |\n`) },
  ]);
  expect(result?.report.results.find(({ id }) => id === 'landing-zone')?.verdict).toBe('pass');
  const change = await openChange(dana, { ...FORM, idempotencyKey: randomUUID() });
  expect(change).toMatchObject({ phase: 'open', paths: [PATH], title: 'Make waves wait for each other' });
  expect(portal.forge.requests).toHaveLength(1);
  const again = await openChange(dana, { ...FORM, idempotencyKey: randomUUID() });
  expect(again.id).toBe(change.id);
  expect(portal.forge.requests).toHaveLength(1);
});

it('says why where there is nothing it could mend', async () => {
  await expect(previewChange(dana, FORM)).rejects.toMatchObject({
    code: 'not-found',
    message: 'No file of the repository that makes argocd-cm was found.',
  });
});
