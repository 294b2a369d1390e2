import { expect, it } from 'vitest';
import { endpointRow } from '#lib/testing/endpoint-row.ts';
import { drawnEndpoints } from './drawn-endpoints.ts';

const servers = (count: number, of: { loaded?: number; drift?: number }) =>
  Array.from({ length: count }, (_, index) => endpointRow(`ollama-${index}`, of));

it('draws as many servers as a page can bear, and one in any case', () => {
  expect(drawnEndpoints(servers(2, { loaded: 2, drift: 5 }))).toHaveLength(2);
  const many = drawnEndpoints(servers(20, { loaded: 2, drift: 48 })).length;
  expect(many).toBeGreaterThan(2);
  expect(many).toBeLessThan(10);
  expect(drawnEndpoints(servers(20, { loaded: 10, drift: 48 })).length).toBeLessThan(many);
  expect(drawnEndpoints(servers(1, { loaded: 100, drift: 50 }))).toHaveLength(1);
  expect(drawnEndpoints([])).toEqual([]);
});
