import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import { HEALTH_CHECK_KEY, HEALTH_CHECK_SNIPPET, healthCheckIn, withHealthCheck } from './health-check.ts';

const MANIFEST = `# Argo CD's own settings.
apiVersion: v1
kind: ConfigMap
metadata:
  name: argocd-cm
  namespace: argocd
data:
  # Where people reach it.
  url: https://argocd.homelab.local   # inside
  timeout.reconciliation: 120s
`;

const readBack = (file: string, index = 0) => parseManifest(file).documents[index]?.value as Record<string, unknown>;

describe('withHealthCheck', () => {
  it('adds the check to the manifest of argocd-cm and leaves every other line', () => {
    const changed = withHealthCheck(MANIFEST) ?? '';
    const lines = changed.split('\n');
    expect(lines[7]).toBe(`  ${HEALTH_CHECK_KEY}: |`);
    expect(lines.filter((line) => !MANIFEST.includes(line)).length).toBe(lines.length - MANIFEST.split('\n').length);
    const { data, ...rest } = readBack(changed) as { data: Record<string, string> };
    const { data: before, ...restBefore } = readBack(MANIFEST) as { data: Record<string, string> };
    expect(rest).toEqual(restBefore);
    expect(data).toEqual({ ...before, [HEALTH_CHECK_KEY]: expect.stringContaining('obj.status.health.status') });
    expect(healthCheckIn(changed)).toBe('there');
    expect(withHealthCheck(changed)).toBeNull();
  });

  it('finds it among several documents of a file, empty ones among them', () => {
    const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\ndata:\n  a: b\n';
    const changed = withHealthCheck(`# all of it\n---\n${other}---\n${MANIFEST}`) ?? '';
    expect(readBack(changed, 0)).toEqual(readBack(other));
    expect(readBack(changed, 1).data).toHaveProperty([HEALTH_CHECK_KEY]);
  });

  it.each([
    ['the chart’s own values', 'configs:\n  cm:\n    url: https://argocd.lan\nserver:\n  replicas: 1\n'],
    ['a chart that brings it', 'argo-cd:\n    configs:\n        cm:\n            url: https://argocd.lan\n'],
  ])('adds it to %s', (_, values) => {
    expect(healthCheckIn(values)).toBe('missing');
    expect(healthCheckIn(withHealthCheck(values) ?? '')).toBe('there');
  });

  it('has nothing to do with other files', () => {
    for (const file of [
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\ndata:\n  note: argocd-cm\n',
      'configs:\n  cm: text\n',
      'apiVersion: v1\nkind: Thing\nconfigs:\n  cm:\n    a: b\n',
      '',
      'argocd-cm: [',
    ]) {
      expect(healthCheckIn(file), file).toBeNull();
      expect(withHealthCheck(file), file).toBeNull();
    }
  });

  it('leaves alone what it cannot change surely', () => {
    const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\n';
    for (const data of ['data: {url: x}\n', 'data: {}\n', '', 'data:\n', 'data: &all {a: b}\n']) {
      expect(withHealthCheck(head + data), data).toBeNull();
      expect(healthCheckIn(head + data), data).toBe('missing');
    }
  });

  it('shows what to add by hand as it stands below data', () => {
    const by = `${MANIFEST}${HEALTH_CHECK_SNIPPET.replaceAll(/^(?=.)/gm, '  ')}`;
    expect((readBack(by).data as Record<string, string>)[HEALTH_CHECK_KEY]).toBe(
      (readBack(withHealthCheck(MANIFEST) ?? '').data as Record<string, string>)[HEALTH_CHECK_KEY],
    );
  });

  it('never throws, and never changes anything but the one key', () => {
    const text = fc.array(
      fc.constantFrom(
        'data:',
        '  a: b',
        '\t',
        '  - x',
        '---',
        '# c',
        'kind: ConfigMap',
        '...',
        '  {',
        'data: |',
        '  ? a',
        '\r',
      ),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(text, (lines) => {
        const file = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-cm\n${lines.join('\n')}\n`;
        const changed = withHealthCheck(file);
        if (changed !== null) {
          const { data } = readBack(changed) as { data: Record<string, unknown> };
          const { [HEALTH_CHECK_KEY]: check, ...others } = data;
          expect(check).toContain('return hs');
          expect(others).toEqual(readBack(file).data);
        }
      }),
      { numRuns: 500 },
    );
  });
});
