import { describe, expect, it } from 'vitest';
import type { CardMetrics, NodeMetrics } from '#lib/domain/gpu/card-metrics.ts';
import type { KnownPlaces } from '#lib/domain/gpu/metric-place.ts';
import { times } from '#lib/testing/long.ts';
import { createRandom, pick } from '#lib/testing/random.ts';
import { CARD_SERIES, toCards } from './cards.ts';
import type { Series } from './client.ts';
import { NODE_SERIES, toNodes } from './nodes.ts';
import { numberOf } from './sample-value.ts';
import { VectorBody } from './schema.ts';
import { keyOf } from './told.ts';

const TEXTS = [
  '',
  'a',
  'akula.lan:9400',
  '[::1]:9',
  ':',
  '::::',
  '[',
  '__proto__',
  'constructor',
  '7',
  '-1',
  '\u0000',
  '😀',
] as const;
const LABELS = [
  'Hostname',
  'instance',
  'node',
  'gpu',
  'UUID',
  'GPU_I_ID',
  'GPU_I_PROFILE',
  'modelName',
  'namespace',
  'pod',
  'nodename',
  '__proto__',
  'toString',
] as const;
const NAMES: [string, ...string[]] = ['', 'constructor', '__proto__', ...CARD_SERIES, ...NODE_SERIES];
const VALUES = ['0', '5', '99.5', '1e308', '-1', 'NaN', '+Inf', '-Inf', '2147483632', '1.40737488355328e+14'] as const;
const ODD = [null, 0, '', [], {}, 'x', true, ['1'], { a: 1 }] as const;

/** An answer as text: most of it as it should be, some of it anything. */
function answer(random: () => number): string {
  const odd = <Value>(value: Value, chance = 0.01): unknown => (random() < chance ? pick(random, ODD) : value);
  const labelSet = () =>
    Array.from({ length: Math.floor(random() * 6) }, () => [pick(random, LABELS), odd(pick(random, TEXTS))]);
  // Some series belong together.
  const sets: [unknown[][], ...unknown[][][]] = [labelSet(), labelSet()];
  const series = () => {
    const labels = random() < 0.7 ? pick(random, sets) : labelSet();
    const pairs = [['__name__', pick(random, NAMES)], ...labels];
    const metric = `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)}}`;
    return `{"metric":${metric},"value":${JSON.stringify(odd([1.5, odd(pick(random, VALUES))]))}}`;
  };
  const result = Array.from({ length: Math.floor(random() * 12) }, series);
  const whole = `{"status":"success","data":{"resultType":"vector","result":[${result}]}}`;
  return random() < 0.05 ? whole.slice(0, Math.floor(random() * whole.length)) : whole;
}

/** Undefined for what the client refuses. */
function seriesOf(text: string): Series[] | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Cut off on the way, which the client says of it.
    return undefined;
  }
  const result = VectorBody.safeParse(body).data?.data.result;
  return result?.flatMap(({ metric, value }) =>
    value === undefined ? [] : [{ labels: metric, value: numberOf(value[1]), at: Math.round(value[0] * 1000) }],
  );
}

const isFigure = (value: number | null, most: number) => value === null || (value >= 0 && value <= most);

function expectSane(cards: readonly CardMetrics[], nodes: readonly NodeMetrics[]): void {
  for (const { node, uuid, index, usedMiB, freeMiB, utilPercent, xid } of cards) {
    expect(node).not.toBe('');
    expect(uuid !== '' || index !== null).toBe(true);
    expect([
      isFigure(usedMiB, 2 ** 24),
      isFigure(freeMiB, 2 ** 24),
      isFigure(utilPercent, 100),
      isFigure(xid, 9_999),
    ]).toEqual([true, true, true, true]);
  }
  for (const { name, memoryUsedBytes, memoryTotalBytes, cpuRatio } of nodes) {
    expect(name).not.toBe('');
    expect([isFigure(memoryUsedBytes, memoryTotalBytes ?? -1), isFigure(cpuRatio, 1)]).toEqual([true, true]);
  }
  for (const all of [cards, nodes]) {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  }
}

describe('answers that nobody would write', () => {
  it('are refused or read, and no figure of them is one that cannot be', () => {
    const random = createRandom(20_261_121);
    const places: KnownPlaces = {
      configured: new Map([['a', 'configured']]),
      nodes: () => ['akula', '__proto__', 'b.lan'],
      nodeOfPod: (namespace, name) => (namespace === name ? 'akula' : null),
    };
    const seen = { read: 0, refused: 0, cards: 0, nodes: 0 };
    for (let round = 0; round < times(3_000, 1_000_000); round += 1) {
      const series = seriesOf(answer(random));
      if (series === undefined) {
        seen.refused += 1;
        continue;
      }
      const measuredAt = new Map(series.map(({ labels, at }) => [keyOf(labels), at]));
      const { cards } = toCards(series, measuredAt, places);
      const { nodes } = toNodes(series, series, measuredAt, places);
      expectSane(cards, nodes);
      seen.read += 1;
      seen.cards += cards.length;
      seen.nodes += nodes.length;
    }
    // What is made up reaches every part of it.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(times(200, 20_000));
  });
});
