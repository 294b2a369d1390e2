import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../kubernetes/object.ts';
import { CHARTS } from '../charts/index.ts';
import { mergeValues, parameterValues } from './merge-values.ts';
import { resolveVersion } from './version-range.ts';

describe('values', () => {
  it('are laid over each other: maps merge, the rest is replaced, null takes away', () => {
    const merged = mergeValues({ a: { x: 1, y: 2 }, list: [1, 2], gone: 1 }, { a: { y: 3 }, list: [9], gone: null });
    expect(merged).toEqual({ a: { x: 1, y: 3 }, list: [9] });
  });

  it('cannot reach prototypes', () => {
    mergeValues({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each<[string, string, boolean, unknown]>([
    ['a.b', '1', false, { a: { b: 1 } }],
    ['a.b', '1', true, { a: { b: '1' } }],
    ['a', 'true', false, { a: true }],
    ['nvidia\\.com/gpu', '2', false, { 'nvidia.com/gpu': 2 }],
    ['a', '007', false, { a: '007' }],
  ])('--set %s=%s', (name, value, isText, expected) => {
    expect(parameterValues(name, value, isText)).toEqual(expected);
  });
});

describe('the version of a chart', () => {
  const versions = ['2.1.0', '2.0.3', '1.3.0', '1.2.9', '1.2.1', 'v0.9.0'];
  it.each([
    ['1.2.9', '1.2.9'],
    ['0.9.0', 'v0.9.0'],
    ['1.2.*', '1.2.9'],
    ['1.x', '1.3.0'],
    ['^1.2.0', '1.3.0'],
    ['~1.2.0', '1.2.9'],
    ['>=1.2.0 <2.0.0', '1.3.0'],
    ['>= 2.0.0, < 2.1.0', '2.0.3'],
    ['1.2.1 || 2.0.3', '2.0.3'],
    ['*', '2.1.0'],
    ['9.9.9', null],
    ['latest', null],
  ])('%s is %s', (wanted, expected) => {
    expect(resolveVersion(wanted, versions)).toBe(expected);
  });
});

describe.each(CHARTS.map((chart) => [chart.name, chart] as const))('the chart %s', (_name, chart) => {
  const render = (values = {}): KubeObject[] =>
    chart.render({
      release: chart.name,
      namespace: 'somewhere',
      values: mergeValues(chart.defaults, values),
      version: chart.versions[0] ?? '',
    });

  it('makes objects with a kind and a name, each once', () => {
    const keys = render().map(({ kind, apiVersion, metadata }) => `${apiVersion}/${kind}/${metadata.name}`);
    expect(keys.length).toBeGreaterThanOrEqual(3);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => !key.includes('undefined'))).toBe(true);
  });

  it('pins every image', () => {
    // The operator's own kind names image and version apart.
    const objects = render().filter(({ apiVersion }) => apiVersion !== 'nvidia.com/v1');
    const images = JSON.stringify(objects).match(/"image":"[^"]+"/g) ?? [];
    expect(images.length).toBeGreaterThan(0);
    expect(images.filter((image) => !/:[^/"]+"$/.test(image) || image.includes(':latest"'))).toEqual([]);
  });

  it('has selectors that fit the pods', () => {
    for (const { kind, spec } of render().filter((one) =>
      ['Deployment', 'StatefulSet', 'DaemonSet'].includes(one.kind),
    )) {
      const { selector, template } = spec as {
        selector: { matchLabels: object };
        template: { metadata: { labels: object } };
      };
      expect(template.metadata.labels, kind).toMatchObject(selector.matchLabels);
    }
  });
});
