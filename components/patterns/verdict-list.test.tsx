import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { GuardrailResult, Verdict } from '#lib/domain/guardrail/guardrail.ts';
import { VerdictList } from './verdict-list.tsx';
import { countVerdicts, worstFirst } from './verdict-look.ts';

const result = (verdict: Verdict, more: Partial<GuardrailResult> = {}): GuardrailResult => ({
  id: verdict,
  title: `Rule ${verdict}`,
  verdict,
  findings: [],
  ...more,
});

describe('verdicts', () => {
  it('come with trouble first, and a rule that could not run before one that passed', () => {
    const order = worstFirst([
      result('pass'),
      result('not-applicable'),
      result('warn'),
      result('not-evaluated'),
      result('fail'),
    ]);
    expect(order.map((one) => one.verdict)).toEqual(['fail', 'not-evaluated', 'warn', 'pass', 'not-applicable']);
  });

  it('are counted in words', () => {
    expect(countVerdicts([result('pass'), { ...result('pass'), id: 'b' }, result('fail')])).toBe('1 failed, 2 passed');
    expect(countVerdicts([])).toBe('No guardrail has looked at this yet');
  });
});

describe('VerdictList', () => {
  const finding = {
    severity: 'fail' as const,
    file: 'apps/web.yaml',
    line: 12,
    message: 'Tag missing',
    fix: 'image: web:1.2',
  };

  it('opens failures with place and remedy and leaves passed ones closed', () => {
    const markup = renderToStaticMarkup(
      <VerdictList
        results={[result('pass', { reason: 'looked at 3 files' }), result('fail', { findings: [finding] })]}
        findingHref={(one) => `#L${one.line}`}
      />,
    );
    expect(markup).toMatch(/<details[^>]* open=""[^>]*>.*apps\/web\.yaml:12.*image: web:1\.2/s);
    expect(markup).toContain('href="#L12"');
    expect(markup.match(/ open=""/g)).toHaveLength(1);
  });

  it('says that a rule was not evaluated, and why', () => {
    const markup = renderToStaticMarkup(
      <VerdictList results={[result('not-evaluated', { reason: 'The schemas are not at hand' })]} />,
    );
    expect(markup).toContain('Not evaluated');
    expect(markup).toContain('The schemas are not at hand');
  });
});
