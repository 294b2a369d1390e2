import { describe, expect, it } from 'vitest';
import { overallVerdict } from '#lib/domain/guardrail/guardrail.ts';
import { runGuardrails } from '../index.ts';
import { badCorpus, goodCorpus } from './corpus.ts';
import { findingLines, inputOf } from './input.ts';

const bad = badCorpus();
const good = goodCorpus();

describe(`${bad.length} bad changes`, () => {
  it('are each stopped by the rule that is there for them', () => {
    expect(bad.length).toBeGreaterThanOrEqual(500);
    const missed = bad.filter(({ files, rule }) => {
      const results = runGuardrails(inputOf(files));
      return overallVerdict(results) !== 'fail' || results.find(({ id }) => id === rule)?.verdict !== 'fail';
    });
    expect(missed.map(({ name, rule }) => `${rule}: ${name}`)).toEqual([]);
  });
});

describe(`${good.length} good changes`, () => {
  it('are not stopped', () => {
    expect(good.length).toBeGreaterThanOrEqual(200);
    const stopped = good
      .map(({ name, files }) => ({ name, results: runGuardrails(inputOf(files)) }))
      .filter(({ results }) => !['pass', 'warn'].includes(overallVerdict(results)))
      .map(({ name, results }) => `${name}: ${results.flatMap(findingLines).join('; ')}`);
    expect(stopped).toEqual([]);
  });
});
