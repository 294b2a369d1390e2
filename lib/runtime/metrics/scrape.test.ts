import { describe, expect, it } from 'vitest';
import { startProcessMetrics } from '#lib/adapters/prometheus/process.ts';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { SourceState } from '#lib/domain/source/source.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import type { ForgeHost } from '#lib/ports/forge.ts';
import type { Store } from '#lib/ports/store.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createHubRig } from '#lib/testing/hub-rig.ts';
import { type ParsedFamily, parseExposition } from '#lib/testing/prometheus/parse-exposition.ts';
import { countLog } from './count-log.ts';
import { measureForge } from './measure-forge.ts';
import { measureSink } from './measure-sink.ts';
import { measureStore } from './measure-store.ts';
import { scrape } from './scrape.ts';

const refusal = (kind: ExternalError['kind']) =>
  new ExternalError({ provider: 'gitlab', operation: 'x', kind, message: 'canary' });

/** Everything that is measured, with one of each thing that happens. */
function createRig(overrides: { countByPhase?: () => Promise<Map<string, number>> } = {}) {
  const clock = createFakeClock();
  const registry = createRegistry();
  const connections = createConnectionLog(clock);
  const watching = { metrics: registry, connections };
  const { hub, listen, put } = createHubRig();
  const store = measureStore(
    {
      ping: () => Promise.reject(refusal('unavailable')),
      changes: {
        countByPhase: async () => new Map([['open', 2]]),
        update: () => Promise.reject(new PortalError('conflict', 'x')),
        ...overrides,
      },
      audit: { list: async () => [{ sequence: 41 }] },
    } as unknown as Store,
    watching,
  );
  const forge = measureForge(
    {
      id: 'gitlab',
      as: ({ accessToken }: { accessToken: string }) => ({
        whoAmI: async () => 'ada',
        merge: () => Promise.reject(refusal('conflict')),
        branch: () => Promise.reject(refusal(accessToken === 'dana' ? 'auth' : 'timeout')),
      }),
    } as unknown as ForgeHost,
    'own',
    watching,
  );
  const process = startProcessMetrics();
  const read = async (states: SourceState[] = ['live']): Promise<ParsedFamily[]> => {
    const sources = states.map((state, index) => ({
      size: 7,
      source: {
        id: `lab/${index}`,
        label: 'x',
        state,
        asOf: state === 'live' ? clock.now() : null,
        since: clock.now(),
      },
    }));
    const text = await scrape({
      registry,
      process,
      hub,
      driver: {
        nudge: () => undefined,
        nudgeDeliveries: () => undefined,
        stop: async () => undefined,
        counts: () => ({ driven: 3, failing: 1, isHolder: true }),
      },
      store,
      clock,
      sources: () => sources,
      requestsInFlight: () => 4,
      version: '1.2.3',
    });
    return parseExposition(text);
  };
  return { clock, registry, connections, watching, store, forge, read, listen, put, stop: () => process.stop() };
}

const lineOf = (families: ParsedFamily[], name: string, labels: Record<string, string> = {}) =>
  families
    .flatMap(({ samples }) => samples)
    .find(
      (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    )?.value;

describe('a scrape', () => {
  it('is strict text format, and tells how everything is', async () => {
    const { read, store, forge, watching, clock, connections, listen, put, stop } = createRig();
    await forge.as({ accessToken: 'own' }).whoAmI();
    await forge
      .as({ accessToken: 'own' })
      .merge('p', 1, { sha: 'a', message: '' })
      .catch(() => undefined);
    await expect(store.ping()).rejects.toThrow();
    await expect(store.changes.update({} as never)).rejects.toThrow(PortalError);
    const sink = measureSink(
      { replace: () => undefined, upsert: () => undefined, remove: () => undefined, status: () => undefined },
      'lab/0',
      watching,
    );
    sink.replace(new Map());
    sink.upsert('a', 1);
    countLog({ info: () => undefined, warn: () => undefined, error: () => undefined }, watching.metrics).warn('x');
    await listen(['things', 'thing/a']);
    put('a', 1);
    const families = await read(['live', 'unreachable']);
    stop();
    const value = (name: string, labels?: Record<string, string>) => lineOf(families, name, labels);
    expect(value('portolan_build_info', { version: '1.2.3' })).toBe(1);
    expect(value('portolan_forge_requests_total', { operation: 'whoAmI', outcome: 'ok' })).toBe(1);
    expect(value('portolan_forge_requests_total', { operation: 'merge', outcome: 'conflict' })).toBe(1);
    expect(value('portolan_database_errors_total', { operation: 'ping', kind: 'unavailable' })).toBe(1);
    expect(value('portolan_database_errors_total', { operation: 'changes.update' })).toBeUndefined();
    expect(value('portolan_source_lists_total', { source: 'lab/0' })).toBe(1);
    expect(value('portolan_source_events_total', { source: 'lab/0', event: 'upsert' })).toBe(1);
    expect(value('portolan_source_state', { source: 'lab/0', state: 'live' })).toBe(1);
    expect(value('portolan_source_state', { source: 'lab/1', state: 'unreachable' })).toBe(1);
    expect(value('portolan_source_state', { source: 'lab/1', state: 'live' })).toBe(0);
    expect(value('portolan_source_heard_timestamp_seconds', { source: 'lab/0' })).toBe(clock.now() / 1000);
    expect(value('portolan_source_heard_timestamp_seconds', { source: 'lab/1' })).toBeUndefined();
    expect(value('portolan_live_streams')).toBe(1);
    expect(value('portolan_live_topics', { topic: 'thing' })).toBe(1);
    expect(value('portolan_http_requests_in_flight')).toBe(4);
    expect(value('portolan_changes', { phase: 'open' })).toBe(2);
    expect(value('portolan_changes_failing')).toBe(1);
    expect(value('portolan_audit_records')).toBe(41);
    expect(value('portolan_database_up')).toBe(1);
    expect(value('portolan_log_records_total', { level: 'warn' })).toBe(1);
    expect(connections.of('forges/gitlab').failingSince).toBeNull();
  });

  it.each([
    ['fails', () => Promise.reject(refusal('unavailable')), false],
    ['never answers', () => new Promise<never>(() => undefined), true],
  ])('goes on without the database when that %s', async (_, countByPhase, isLate) => {
    const { read, clock, stop } = createRig({ countByPhase });
    const scraped = read();
    await clock.advance(isLate ? 2_000 : 0);
    const families = await scraped;
    stop();
    expect(lineOf(families, 'portolan_database_up')).toBe(0);
    expect(lineOf(families, 'portolan_audit_records')).toBeUndefined();
    expect(clock.sleeping).toBe(0);
  });
});

describe('the connection to the forge', () => {
  it('is failing when nothing comes, and not because one person’s sign-in ended', async () => {
    const { forge, connections, stop } = createRig();
    await forge
      .as({ accessToken: 'dana' })
      .branch('p', 'main')
      .catch(() => undefined);
    expect(connections.of('forges/gitlab')).toMatchObject({ failingSince: null, failures: [] });
    await forge
      .as({ accessToken: 'own' })
      .branch('p', 'main')
      .catch(() => undefined);
    expect(connections.of('forges/gitlab').failures).toMatchObject([{ kind: 'timeout', times: 1 }]);
    await forge.as({ accessToken: 'own' }).whoAmI();
    expect(connections.of('forges/gitlab').failingSince).toBeNull();
    stop();
  });
});
