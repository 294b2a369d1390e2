import { askArgoCdObjects } from '../support/argocd-objects.ts';
import { askKubernetes } from '../support/kubernetes.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

type Kept = { status: { health: object } };

const KYVERNO = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/kyverno';

test('a link that somebody presses stays under the pointer, whatever happens above it meanwhile', async ({
  as,
  platform,
}) => {
  const page = await as('dana');
  const other = await as('vic');
  await page.clock.install();
  await page.goto('/waves');
  await other.goto('/waves');
  const chip = page.getByRole('list', { name: 'Waves' }).getByRole('link', { name: /cert-manager/ });
  const place = async () => (await chip.boundingBox()) ?? { x: 0, y: 0 };
  const give = async (health: object): Promise<object> => {
    const kyverno = (await askKubernetes(platform, 'GET', KYVERNO)) as Kept;
    const status = { ...kyverno.status, health };
    await askArgoCdObjects(platform, 'PUT', 'applications/kyverno', { ...kyverno, status });
    return kyverno.status.health;
  };
  const holding = other.getByRole('list', { name: 'Waves' }).getByText('holding', { exact: true });
  await expect(holding).toHaveCount(0);
  await expect(freshnessOf(page)).toContainText('Live');
  await expect(page.getByText('are on their way')).toHaveCount(0);
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  const before = await place();
  await page.mouse.move(before.x + 10, before.y + 14);
  await page.mouse.down();
  // A rung that holds is higher than one that is delivered.
  const good = await give({ status: 'Degraded' });
  try {
    await expect(holding).toHaveCount(1);
    // Half a second of it, however slow the machine is.
    await page.clock.runFor(500);
    expect(await place()).toEqual(before);
    await page.mouse.up();
    await page.clock.resume();
    await expect(page).toHaveURL(/cert-manager/);
  } finally {
    await give(good);
  }
});
