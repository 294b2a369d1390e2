import { findPrometheus, NO_PROMETHEUS } from '../../lib/cli/prometheus/find-prometheus.ts';
import { faultsOf } from '../support/faults.ts';
import { onlyInLongRuns } from '../support/long.ts';
import { expect, freshnessOf, test } from '../support/test.ts';

test.beforeEach(({ platform: _ }, info) => info.skip(findPrometheus() === null, NO_PROMETHEUS));
test.afterEach(({ platform }) => faultsOf(platform).clear());

const ATTENTION = { name: 'Needs attention' };

test('Prometheus is among the connections with what it knows, and alone in trouble when it is gone', async ({
  as,
  platform,
}) => {
  const ada = await as('ada');
  await ada.goto('/connections');
  const row = ada.locator('[data-connection="prometheus"]');
  await expect(row).toHaveAttribute('data-state', 'live', { timeout: 30_000 });
  await expect(row).toContainText('1 card, 2 machines');
  await row.getByText('Prometheus').first().click();
  await expect(row).toContainText('1, on akula-prime');
  await faultsOf(platform).set({ id: 'gone', server: 'prometheus', kind: 'reset', path: '/api/v1' });
  await expect(row).toHaveAttribute('data-state', 'stale', { timeout: 30_000 });
  await expect(ada.getByRole('list', ATTENTION)).toContainText('the connection was cut');
  await expect(ada.getByRole('list', ATTENTION).getByRole('listitem')).toHaveCount(1);
  await expect(ada.locator('[data-connection="homelab/pods"]')).toHaveAttribute('data-state', 'live');
  await faultsOf(platform).clear();
  await expect(row).toHaveAttribute('data-state', 'live', { timeout: 30_000 });
});

test('a token that Prometheus does not take is named, with the variable that it is in', async ({ as, platform }) => {
  onlyInLongRuns();
  const ada = await as('ada');
  await faultsOf(platform).set({ id: 'refused', server: 'prometheus', kind: 'status', status: 401, path: '/api/v1' });
  await ada.goto('/connections');
  const row = ada.locator('[data-connection="prometheus"]');
  await expect(row).toHaveAttribute('data-state', 'forbidden', { timeout: 30_000 });
  await expect(ada.getByRole('list', ATTENTION)).toContainText('it does not accept the token or password (401)');
  await expect(row).not.toContainText('0 cards');
  await row.getByText('Prometheus').first().click();
  await expect(row).toContainText('PORTOLAN_PROMETHEUS_TOKEN', { timeout: 45_000 });
  await faultsOf(platform).clear();
  await expect(freshnessOf(ada)).toContainText('Live', { timeout: 30_000 });
});
