import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';
import type { GuardrailResult, Verdict } from '#lib/domain/guardrail/guardrail.ts';

export type VerdictLook = { word: string; icon: IconName; tone: Tone };

export const VERDICT_LOOKS: Record<Verdict, VerdictLook> = {
  fail: { word: 'Failed', icon: 'fail', tone: 'bad' },
  'not-evaluated': { word: 'Not evaluated', icon: 'notEvaluated', tone: 'unknown' },
  warn: { word: 'Warning', icon: 'warn', tone: 'warn' },
  pass: { word: 'Passed', icon: 'pass', tone: 'ok' },
  'not-applicable': { word: 'Does not apply', icon: 'notApplicable', tone: 'idle' },
};

const WORST_FIRST: Verdict[] = ['fail', 'not-evaluated', 'warn', 'pass', 'not-applicable'];

const COUNTED: Record<Verdict, string> = {
  fail: 'failed',
  'not-evaluated': 'not evaluated',
  warn: 'with warnings',
  pass: 'passed',
  'not-applicable': 'do not apply',
};

/** Trouble first; among equals in the order given. */
export function worstFirst(results: readonly GuardrailResult[]): GuardrailResult[] {
  return results.toSorted((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict));
}

/** One sentence about all of them: `1 failed, 4 passed`. */
export function countVerdicts(results: readonly GuardrailResult[]): string {
  if (results.length === 0) {
    return 'No guardrail has looked at this yet';
  }
  return WORST_FIRST.map((verdict) => ({
    verdict,
    count: results.filter((result) => result.verdict === verdict).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${COUNTED[verdict]}`)
    .join(', ');
}
