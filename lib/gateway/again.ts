import { type GuardrailResult, overallVerdict } from '#lib/domain/guardrail/guardrail.ts';
import { type GatewayQuestion, harmless } from './question.ts';

const MOST_FINDINGS = 10;
const LONGEST_ANSWER = 6000;

/** The same question once more, with what was answered and what is wrong with it. */
export function askAgain(question: GatewayQuestion, answer: string, problem: string): GatewayQuestion {
  return {
    ...question,
    messages: [
      // What was wrong before is mended or told anew: only the last answer is worth the room.
      ...question.messages.slice(0, 2),
      { role: 'assistant', content: answer.slice(0, LONGEST_ANSWER) },
      { role: 'user', content: `${harmless(problem)}\n\nAnswer with the whole JSON object again, with this mended.` },
    ],
  };
}

/** What the guardrails refuse, as a model is told; null where they refuse nothing. */
export function describeFindings(results: readonly GuardrailResult[]): string | null {
  if (overallVerdict(results) !== 'fail') {
    return null;
  }
  const findings = results.flatMap((result) => result.findings.filter(({ severity }) => severity === 'fail'));
  const lines = findings.slice(0, MOST_FINDINGS).map(({ object, message, fix }) => {
    const where = object === undefined ? '' : `${object}: `;
    return `- ${where}${message}${fix === undefined ? '' : ` (${fix})`}`;
  });
  return `The rules of the platform refuse this:\n${lines.join('\n')}`;
}
