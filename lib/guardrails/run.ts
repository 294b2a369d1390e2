import type { Finding, Guardrail, GuardrailInput, GuardrailResult, Verdict } from '#lib/domain/guardrail/guardrail.ts';
import { cutText } from '#lib/domain/value/fields.ts';

const LONGEST_REASON = 200;
/** More findings than this help nobody; the verdict counts them all. */
const MOST_FINDINGS = 100;

/** Runs some rules over a change, each for itself, and words what came of them. */
export function runRules(guardrails: readonly Guardrail[], input: GuardrailInput): GuardrailResult[] {
  return guardrails.map((guardrail) => runOne(guardrail, input));
}

function runOne(guardrail: Guardrail, input: GuardrailInput): GuardrailResult {
  const { id, title } = guardrail;
  try {
    const outcome = guardrail.evaluate(input);
    if ('notEvaluated' in outcome) {
      return { id, title, verdict: 'not-evaluated', findings: [], reason: outcome.notEvaluated };
    }
    if ('notApplicable' in outcome) {
      return { id, title, verdict: 'not-applicable', findings: [], reason: outcome.notApplicable };
    }
    return { id, title, verdict: verdictOf(outcome.findings), findings: shown(outcome.findings) };
  } catch (error) {
    const reason = `The rule itself failed: ${cutText(error instanceof Error ? error.message : 'no reason given', LONGEST_REASON)}`;
    return { id, title, verdict: 'not-evaluated', findings: [], reason };
  }
}

function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.length === 0) {
    return 'pass';
  }
  return findings.some(({ severity }) => severity === 'fail') ? 'fail' : 'warn';
}

/** The worst first, then in the order of the files. */
function shown(findings: readonly Finding[]): Finding[] {
  return findings
    .toSorted(
      (a, b) =>
        Number(a.severity === 'warn') - Number(b.severity === 'warn') ||
        (a.file < b.file ? -1 : Number(a.file > b.file)) ||
        a.line - b.line,
    )
    .slice(0, MOST_FINDINGS);
}
