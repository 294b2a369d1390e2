import type { Page } from '@playwright/test';
import { ANSWER_FAULTS } from '../support/fault-table/faults.ts';
import { faultsOf } from '../support/faults.ts';
import { askKubernetes } from '../support/kubernetes.ts';
import { onlyInLongRuns } from '../support/long.ts';
import type { Platform } from '../support/platform.ts';
import { expect, test } from '../support/test.ts';

test.afterEach(({ platform }) => faultsOf(platform).clear());

const PODS = '/api/v1/namespaces/hello-platform/pods';
/** Five seconds, and what a machine with much else to do takes to show it; a Retry-After comes on top. */
const RIGHT_WITHIN_MS = 6_500;
const NOTICED_WITHIN_MS = 20_000;

async function podsThatRun(platform: Platform): Promise<string[]> {
  const { items } = (await askKubernetes(platform, 'GET', PODS)) as { items: { metadata: { name: string } }[] };
  return items.map(({ metadata }) => metadata.name).toSorted();
}

/** The pods of the tree that is shown, as their addresses name them. */
async function podsShown(page: Page): Promise<string[]> {
  const tree = page.getByRole('region', { name: 'Tree of hello-platform' });
  const addresses = await tree
    .locator('a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  const nodes = addresses.map((address) => new URLSearchParams(address.split('?')[1]).get('node') ?? '');
  return nodes.flatMap((node) => /^\/Pod\/[^/]+\/([^/]+)/.exec(node)?.[1] ?? []).toSorted();
}

for (const { title, rule, retryAfterSeconds = 0 } of ANSWER_FAULTS) {
  test(`Argo CD's API: ${title}`, async ({ as, platform }) => {
    onlyInLongRuns();
    test.setTimeout(120_000);
    const page = await as('dana');
    await page.goto('/applications/argocd/hello-platform?show=tree');
    const isRight = async () => String(await podsShown(page)) === String(await podsThatRun(platform));
    await expect.poll(isRight, { timeout: 20_000 }).toBe(true);

    await faultsOf(platform).set({ id: 'answers', server: 'argocd', path: '/api/v1', ...rule });
    const [before = ''] = await podsThatRun(platform);
    await askKubernetes(platform, 'DELETE', `${PODS}/${before}`);
    await expect.poll(() => podsThatRun(platform), { timeout: 20_000 }).not.toContain(before);
    const mark = page.getByText(/What runs is shown as it was last known|What runs is not known/);
    await expect
      .poll(async () => (await mark.count()) > 0 || (await isRight()), { timeout: NOTICED_WITHIN_MS })
      .toBe(true);

    await faultsOf(platform).clear();
    const timeout = RIGHT_WITHIN_MS + 1_100 * retryAfterSeconds;
    await expect
      .poll(async () => (await mark.count()) === 0 && (await isRight()), { timeout, intervals: [100] })
      .toBe(true);
  });
}
