import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UserContext } from '#lib/portal/context.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { type GatewayDriver, startGatewayDriver } from '#lib/runtime/gateway/driver.ts';
import { createRunTexts } from '#lib/runtime/gateway/run-texts.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { failure } from '#lib/testing/failure.ts';
import { gatewayWith } from '#lib/testing/gateway/gateway.ts';
import { createScriptedModel, type ScriptedModel } from '#lib/testing/gateway/scripted-model.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { explanationView } from '#lib/views/explanation/read.ts';
import { explainApplication } from './explain.ts';
import { postReview } from './post.ts';

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms / 100, undefined, { signal }).then(() => undefined),
};
const SOON = { timeout: 20_000, interval: 10 };
const SHOP = { namespace: 'argocd', name: 'shop' };
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { spec: { containers: [{ name: web, image: registry.local/shop:2.0.0 }] } } }
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: {}\n';
const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata: { name: shop }\nstringData: { password: hunter2-hunter2 }\n';
const CAUSE = {
  severity: 'high',
  file: 'Deployment/web in apps/shop/web.yaml',
  line: 4,
  message: 'The registry has no image 2.0.0.',
  suggestion: 'Set 1.9.0 again.',
};

describe('an application that is not well, in plain words', () => {
  let portal: TestPortal;
  let model: ScriptedModel;
  let driver: GatewayDriver | null;
  let dana: UserContext;
  beforeEach(async () => {
    model = createScriptedModel();
    portal = await createTestPortal({ gateway: gatewayWith(model), clock });
    dana = await portal.as('dana', { role: 'developer' });
    for (const [file, content] of Object.entries({ service: SERVICE, web: WEB, secret: SECRET })) {
      const actions = [{ action: 'create' as const, path: `apps/shop/${file}.yaml`, content }];
      portal.forge.repository.commit({ branch: 'main', message: file, actions }, 'rui');
    }
    standsAs('ImagePullBackOff: registry.local/shop:2.0.0 was not found');
    const { gateway } = portal.services;
    driver = gateway && startGatewayDriver(portal.services, gateway, createRunTexts());
  });
  afterEach(async () => {
    await driver?.stop();
    await portal.close();
  });

  function standsAs(message: string): void {
    const source = { repoUrl: 'https://gitlab/platform.git', targetRevision: 'main', path: 'apps/shop' };
    const web = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web', wave: 0, hook: false } as const;
    const trouble = { reason: 'ImagePullBackOff', message, isFailing: true } as never;
    portal.applications.set(
      'argocd/shop',
      application({
        name: 'shop',
        sources: [source],
        health: 'Degraded',
        resources: [{ ...web, requiresPruning: false, sync: 'Synced', health: 'Progressing', trouble }],
      }),
    );
  }
  const done = (id: string) =>
    vi.waitFor(async () => {
      const review = await portal.store.reviews.findById(id);
      expect(review?.state).toBe('done');
      return review;
    }, SOON);
  const says = (summary: string, issues: object[] = []) => model.says(JSON.stringify({ summary, issues }));

  it('is said with its likely causes, from what is known and what is in git, and never a Secret', async () => {
    says('The new image is not there, so the old copies go on.', [CAUSE]);
    const asked = await explainApplication(dana, SHOP);
    // A line is of a file that was numbered, which these are not.
    expect(await done(asked.id)).toMatchObject({ issues: [{ ...CAUSE, line: null }], unseen: [] });
    const shown = model.asked[0]?.messages[1]?.content ?? '';
    expect(shown).toContain('registry.local/shop:2.0.0 was not found');
    expect(shown.indexOf('Deployment/web in apps/shop/web.yaml')).toBeLessThan(shown.indexOf('Service/web in'));
    expect(shown).not.toContain('hunter2');
    const { data } = await explanationView.read(dana, SHOP);
    expect(data).toMatchObject({ mayAsk: true, review: { id: asked.id, state: 'done' } });
    expect(data.review?.shown?.map(({ title }) => title)).toContain('Deployment/web in apps/shop/web.yaml');
  });

  it('is asked with what k8sgpt found, without what another model made of that', async () => {
    const subject = { kind: 'Deployment', namespace: 'shop', name: 'web' };
    const found = { id: 'shop/k8sgpt/shopweb', subject, parent: '', errors: ['no such image'], details: 'Rebuild it.' };
    Object.assign(portal.services, { analyses: testCollection([[found.id, found]]) });
    says('It is the image.');
    await done((await explainApplication(dana, SHOP)).id);
    const shown = model.asked[0]?.messages[1]?.content ?? '';
    expect(shown).toContain('Deployment/web: no such image');
    expect(shown).not.toContain('Rebuild it.');
  });

  it('is asked once for the same trouble, and anew for another', async () => {
    says('It is the image.');
    const first = await explainApplication(dana, SHOP);
    await done(first.id);
    const rui = await portal.as('rui', { role: 'developer' });
    expect((await explainApplication(rui, SHOP)).id).toBe(first.id);
    expect(model.asked).toHaveLength(1);
    // Only how long it waits is another.
    standsAs('back-off 1m20s restarting');
    const waits = await explainApplication(dana, SHOP);
    await done(waits.id);
    standsAs('back-off 2m40s restarting');
    expect((await explainApplication(dana, SHOP)).id).toBe(waits.id);
    standsAs('CrashLoopBackOff');
    says('It is the program.');
    const second = await explainApplication(dana, SHOP);
    await done(second.id);
    const { data } = await explanationView.read(dana, SHOP);
    expect(data.review?.summary).toBe('It is the program.');
  });

  it.each([
    'cannot log in with glpat-AbCdEfGhIjKlMnOpQrSt',
    'cannot reach postgres://shop:s3cr3t-Pa55w0rd-of-shop@db/shop',
  ])('is asked without what holds a credential: %s', async (text) => {
    standsAs(`${text} ${'and so on '.repeat(200)}`);
    says('Something is wrong.');
    const asked = await explainApplication(dana, SHOP);
    const written = await done(asked.id);
    expect(JSON.stringify(written)).not.toMatch(/glpat-AbCd|s3cr3t/);
    expect(model.asked[0]?.messages[1]?.content).toMatch(/left out: it holds/);
  });

  it('is asked by who may ask models, of what is not well, and is put under no merge request', async () => {
    const vera = await portal.as('vera', { role: 'viewer' });
    expect(await failure(explainApplication(vera, SHOP))).toMatchObject({ code: 'not-permitted' });
    says('It is the image.');
    const { id } = await explainApplication(dana, SHOP);
    await done(id);
    expect((await explanationView.read(vera, SHOP)).data).toMatchObject({ mayAsk: false, review: { id } });
    expect(await failure(postReview(dana, { reviewId: id }))).toMatchObject({ code: 'invalid-input' });
    portal.applications.set('argocd/shop', application({ name: 'shop' }));
    expect(await failure(explainApplication(dana, SHOP))).toMatchObject({ code: 'conflict' });
    expect(await failure(explainApplication(dana, { ...SHOP, name: 'none' }))).toMatchObject({ code: 'not-found' });
  });
});
