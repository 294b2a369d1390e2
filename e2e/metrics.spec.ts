import { type ParsedFamily, parseExposition } from '../lib/testing/prometheus/parse-exposition.ts';
import { ALONE, startOwnPortal } from './support/own-portal.ts';
import { expect, test } from './support/test.ts';

const TOKEN = 'the-token-of-prometheus';

function valueIn(families: readonly ParsedFamily[], name: string, labels: Record<string, string> = {}): number {
  const fits = (have: Record<string, string>) => Object.entries(labels).every(([key, value]) => have[key] === value);
  return families
    .flatMap(({ samples }) => samples)
    .filter((sample) => sample.name === name && fits(sample.labels))
    .reduce((sum, { value }) => sum + value, 0);
}

test('Prometheus reads strict text that tells how the portal is, with the token and not without', async ({
  browser,
  platform,
}) => {
  test.setTimeout(120_000);
  expect((await fetch(`${platform.portalUrl}/metrics`)).status, 'off where no token is set').toBe(404);
  const portal = await startOwnPortal(platform, {
    name: 'measured',
    config: ALONE,
    environment: { PORTOLAN_METRICS_TOKEN: TOKEN },
  });
  const { url } = portal;
  const context = await browser.newContext({ baseURL: url });
  const ask = (authorization: string) => fetch(`${url}/metrics`, { headers: { authorization } });
  const scrape = async () => {
    const answer = await ask(`Bearer ${TOKEN}`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return parseExposition(await answer.text());
  };
  try {
    for (const wrong of ['', 'Bearer', 'Bearer nothing', `Bearer ${TOKEN}x`]) {
      expect((await ask(wrong)).status, wrong).toBe(401);
    }
    const page = await context.newPage();
    await page.goto('/waves');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Waves');
    await page.goto('/connections');
    await expect(page.locator('[data-connection="forges/gitlab"]')).toHaveAttribute('data-state', 'live');
    // The page's stream opens after the page is drawn, and a source may still be on its way.
    await expect.poll(async () => valueIn(await scrape(), 'portolan_live_streams')).toBeGreaterThan(0);
    const others = async () => {
      const families = await scrape();
      const all = valueIn(families, 'portolan_source_state');
      // What need not be installed and is not is well as it is: k8sgpt here.
      const well = ['live', 'absent'].map((state) => valueIn(families, 'portolan_source_state', { state }));
      return all < 6 ? 'too few' : all - well.reduce((sum, each) => sum + each, 0);
    };
    await expect.poll(others, 'sources that are not live').toBe(0);
    const before = await scrape();
    const count = (name: string, labels?: Record<string, string>) => valueIn(before, name, labels);
    expect(count('portolan_http_requests_total', { route: '/waves', method: 'GET', status: '2xx' })).toBeGreaterThan(0);
    expect(count('portolan_http_requests_total', { route: '/metrics', status: '4xx' })).toBe(4);
    expect(count('portolan_http_request_duration_seconds_count', { route: '/connections' })).toBeGreaterThan(0);
    expect(count('portolan_source_lists_total', { source: 'homelab/pods' })).toBeGreaterThan(0);
    expect(count('portolan_source_objects', { source: 'homelab/applications' })).toBeGreaterThan(10);
    expect(count('portolan_forge_requests_total', { operation: 'whoAmI', outcome: 'ok' })).toBeGreaterThan(0);
    expect(count('portolan_database_duration_seconds_count', { operation: 'transaction' })).toBeGreaterThan(0);
    expect(count('portolan_database_up')).toBe(1);
    expect(count('portolan_sign_ins_total', { outcome: 'done' })).toBe(1);
    expect(count('portolan_audit_records')).toBeGreaterThan(0);
    // The stream of the page before may not have been seen to end yet.
    expect(count('portolan_live_streams')).toBeGreaterThan(0);
    expect(count('process_resident_memory_bytes')).toBeGreaterThan(50_000_000);
    expect(count('portolan_build_info')).toBe(1);

    // A stranger cannot make it grow.
    const linesOf = (families: ParsedFamily[]) => families.flatMap(({ samples }) => samples).length;
    for (let index = 0; index < 100; index += 1) {
      await fetch(`${url}/made-up-${index}/x?q=${index}`, { redirect: 'manual' });
      await fetch(`${url}/api/commands/made-up-${index}`, { method: 'POST' });
    }
    expect(linesOf(await scrape()) - linesOf(before)).toBeLessThan(100);
  } finally {
    await context.close();
    await portal.stop();
  }
});

test('a request has one id, from the proxy through the answer to the error that people see', async ({ as }) => {
  const page = await as('dana');
  const given = await page.request.get('/waves', { headers: { 'x-request-id': 'from-the-proxy-1' } });
  expect(given.headers()['x-request-id']).toBe('from-the-proxy-1');
  const made = await page.request.get('/waves', { headers: { 'x-request-id': '<script>alert(1)</script>' } });
  expect(made.headers()['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  const refused = await page.request.get('/api/views/audit', { headers: { 'x-request-id': 'from-the-proxy-2' } });
  expect([refused.status(), refused.headers()['x-request-id'], (await refused.json()).requestId]).toEqual([
    403,
    'from-the-proxy-2',
    'from-the-proxy-2',
  ]);
  for (const path of ['/healthz', '/readyz']) {
    expect((await page.request.get(path)).status(), path).toBe(200);
  }
});
