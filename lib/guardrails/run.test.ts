import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Guardrail } from '#lib/domain/guardrail/guardrail.ts';
import { GUARDRAILS } from './index.ts';
import { runRules } from './run.ts';
import { inputOf } from './testing/input.ts';
import { deployment } from './testing/manifests.ts';

const rule = (evaluate: Guardrail['evaluate']): Guardrail => ({
  id: 'rule',
  title: 'Rule',
  rationale: 'Because.',
  evaluate,
});
const finding = (severity: 'fail' | 'warn', file = 'a', line = 1) => ({ severity, file, line, message: 'm' });

describe('the registry', () => {
  it('has a rule for every file of a rule, and a file for every rule', () => {
    const notRules = ['index', 'run'];
    const files = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.name.endsWith('.ts') && !entry.name.includes('.test.'))
      .map((entry) => entry.name.replace(/\.ts$/, ''))
      .filter((name) => !notRules.includes(name));
    expect(GUARDRAILS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it('says of every rule why it exists', () => {
    for (const { title, rationale } of GUARDRAILS) {
      expect(title.length).toBeGreaterThan(5);
      expect(rationale).toMatch(/\.$/);
    }
  });
});

describe('a rule', () => {
  const input = inputOf({ 'apps/web/a.yaml': deployment() });

  it.each([
    ['nothing found', [], 'pass'],
    ['a warning', [finding('warn')], 'warn'],
    ['a warning and a failure', [finding('warn'), finding('fail')], 'fail'],
  ] as const)('with %s', (_, findings, verdict) => {
    expect(runRules([rule(() => ({ findings: [...findings] }))], input)[0]?.verdict).toBe(verdict);
  });

  it('that breaks is not evaluated, says why, and does not stop the others', () => {
    const broken = rule(() => {
      throw new TypeError('no such field');
    });
    const results = runRules([broken, rule(() => ({ findings: [] }))], input);
    expect(results.map(({ verdict }) => verdict)).toEqual(['not-evaluated', 'pass']);
    expect(results[0]?.reason).toContain('no such field');
  });

  it('gives its findings with the failures first, in the order of the files', () => {
    const findings = [
      finding('warn', 'a', 1),
      finding('fail', 'b', 2),
      finding('fail', 'a', 9),
      finding('fail', 'a', 3),
    ];
    const [result] = runRules([rule(() => ({ findings }))], input);
    expect(result?.findings.map(({ severity, file, line }) => `${severity} ${file}:${line}`)).toEqual([
      'fail a:3',
      'fail a:9',
      'fail b:2',
      'warn a:1',
    ]);
  });
});
