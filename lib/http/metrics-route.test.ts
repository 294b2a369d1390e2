import { describe, expect, it } from 'vitest';
import type { Portal } from '#lib/runtime/portal.ts';
import { answerMetrics } from './metrics-route.ts';

const TOKEN = 'a-token-for-prometheus';
const portal = (metricsToken: string | undefined) =>
  ({ config: { metricsToken }, scrape: async () => 'canary 1\n' }) as unknown as Portal;
const ask = (authorization: string | undefined, metricsToken: string | undefined = TOKEN) =>
  answerMetrics(
    new Request('http://localhost:3000/metrics', { headers: authorization === undefined ? {} : { authorization } }),
    portal(metricsToken),
  );

describe('/metrics', () => {
  it('is there for whoever has the token, in the type that Prometheus takes', async () => {
    for (const authorization of [`Bearer ${TOKEN}`, `bearer  ${TOKEN}`]) {
      const response = await ask(authorization);
      expect([response.status, await response.text()]).toEqual([200, 'canary 1\n']);
      expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer nothing',
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN} more`,
    `Basic ${TOKEN}`,
    TOKEN,
  ])('tells nothing to %j', async (authorization) => {
    const response = await ask(authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.text()).not.toContain('canary');
  });

  it('is off without a token in the configuration, whatever is sent', async () => {
    for (const authorization of [undefined, 'Bearer undefined', 'Bearer ', `Bearer ${TOKEN}`]) {
      const response = await answerMetrics(
        new Request('http://localhost:3000/metrics', { headers: authorization === undefined ? {} : { authorization } }),
        portal(undefined),
      );
      expect([response.status, (await response.text()).includes('canary')]).toEqual([404, false]);
    }
  });
});
