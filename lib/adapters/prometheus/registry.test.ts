import { describe, expect, it } from 'vitest';
import { COUNTERS, HISTOGRAMS } from '#lib/domain/metric/catalogue.ts';
import { parseExposition } from '#lib/testing/prometheus/parse-exposition.ts';
import { expose } from './exposition.ts';
import { startProcessMetrics } from './process.ts';
import { createRegistry } from './registry.ts';

const read = (registry = createRegistry()) => parseExposition(expose(registry.families()));
const linesOf = (name: string, registry: ReturnType<typeof createRegistry>) =>
  read(registry).find((family) => family.name === name)?.samples ?? [];

describe('the registry', () => {
  it('tells every metric of the catalogue, also before anything happened', () => {
    expect(read().map(({ name, type, samples }) => [name, type, samples])).toEqual([
      ...Object.keys(COUNTERS).map((name) => [name, 'counter', []]),
      ...Object.keys(HISTOGRAMS).map((name) => [name, 'histogram', []]),
    ]);
  });

  it('adds up what is counted, by labels in any order', () => {
    const registry = createRegistry();
    registry.count('portolan_webhooks_total', { forge: 'gitlab', outcome: 'heard' });
    registry.count('portolan_webhooks_total', { outcome: 'heard', forge: 'gitlab' }, 2);
    registry.count('portolan_webhooks_total', { forge: 'gitlab', outcome: 'refused' });
    expect(linesOf('portolan_webhooks_total', registry).map(({ labels, value }) => [labels.outcome, value])).toEqual([
      ['heard', 3],
      ['refused', 1],
    ]);
  });

  it('puts times into buckets, each with its bound', () => {
    const registry = createRegistry();
    for (const seconds of [0.01, 0.0101, 99]) {
      registry.time('portolan_view_duration_seconds', { view: 'waves', outcome: 'ok' }, seconds);
    }
    const lines = linesOf('portolan_view_duration_seconds', registry);
    const at = (le: string) => lines.find(({ labels }) => labels.le === le)?.value;
    expect([at('0.005'), at('0.01'), at('0.025'), at('10'), at('+Inf')]).toEqual([0, 1, 2, 2, 3]);
    expect(lines.find(({ name }) => name.endsWith('_sum'))?.value).toBeCloseTo(99.0201);
  });

  it('keeps what strangers make up to a few hundred lines, and loses no count', () => {
    const registry = createRegistry();
    for (let index = 0; index < 10_000; index += 1) {
      registry.count('portolan_sign_ins_total', { outcome: `made-up-${index}"\n\\` });
    }
    const lines = linesOf('portolan_sign_ins_total', registry);
    expect(lines.length).toBeLessThanOrEqual(501);
    expect(lines.reduce((sum, { value }) => sum + value, 0)).toBe(10_000);
  });
});

describe('what the process tells of itself', () => {
  it('is in the format, in base units', () => {
    const process = startProcessMetrics();
    const families = parseExposition(expose(process.families()));
    process.stop();
    const value = (name: string) => families.find((family) => family.name === name)?.samples[0]?.value ?? 0;
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(value('process_start_time_seconds')).toBeGreaterThan(1_600_000_000);
    const lag = families.find(({ name }) => name === 'nodejs_eventloop_lag_seconds');
    expect(lag?.samples.map(({ labels, name }) => labels.quantile ?? name)).toEqual([
      '0.5',
      '0.9',
      '0.99',
      '1',
      'nodejs_eventloop_lag_seconds_sum',
      'nodejs_eventloop_lag_seconds_count',
    ]);
  });
});
