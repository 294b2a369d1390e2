import { type GuardrailReport, overallVerdict } from '../guardrail/guardrail.ts';
import type { Change } from './change.ts';
import type { Impact } from './impact.ts';
import { oneLine } from './trailers.ts';

export type DescriptionFacts = Pick<Change, 'id' | 'origin' | 'requester' | 'inputs'> & {
  intro: string;
  impact: Impact;
  report: GuardrailReport | null;
  /** The change's page in the portal. */
  url: string;
};

const VERDICT_WORDS = {
  pass: 'pass',
  warn: 'warning',
  fail: 'FAIL',
  'not-applicable': 'does not apply',
  'not-evaluated': 'NOT EVALUATED',
};

/**
 * The text of the merge request: who asked, with what, what it would put into the cluster and what the guardrails
 * said. Whatever people typed stands in code spans, so that it cannot become markup, mentions or quick actions.
 */
export function describeChange(facts: DescriptionFacts): string {
  const { requester, intro, impact, report, url } = facts;
  return [
    intro.trim() === ''
      ? ''
      : intro
          .split('\n')
          .map((line) => code(line))
          .join('  \n'),
    `Asked for by ${code(requester.name)} (${code(requester.username)}) ${originOf(facts.origin)}. [Open in Portolan](${url})`,
    section('What it puts into the cluster', impactLines(impact)),
    section(
      'Values',
      Object.entries(facts.inputs).map(([key, value]) => `- ${code(key)}: ${code(JSON.stringify(value))}`),
    ),
    section('Guardrails', report === null ? ['Not evaluated yet.'] : reportLines(report)),
    `Portolan-Change: ${facts.id}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function originOf(origin: Change['origin']): string {
  return origin.kind === 'forge'
    ? 'on the forge'
    : origin.kind === 'template'
      ? `with the template ${code(origin.templateId)} (${code(origin.templateDigest.slice(0, 12))})`
      : `and written by the model ${code(origin.model)} (${code(origin.modelDigest.slice(0, 12))})`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `### ${title}\n\n${lines.join('\n')}`;
}

function impactLines({ objects, subjects, total, storageBytes }: Impact): string[] {
  const gpu = Object.entries(total.extended).filter(([, amount]) => amount > 0);
  return [
    ...subjects.map(({ application, wave }) => `- Application ${code(application)} in wave ${wave}`),
    `- ${objects.length} objects: ${objects.map(({ kind, name }) => code(`${kind} ${name}`)).join(', ')}`,
    `- Requests: ${total.cpuMillis / 1000} CPU, ${mebibytes(total.memoryBytes)} memory${storageBytes > 0 ? `, ${mebibytes(storageBytes)} storage` : ''}`,
    ...gpu.map(([resource, amount]) => `- ${amount} × ${code(resource)}`),
  ];
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

function reportLines({ results }: GuardrailReport): string[] {
  const findings = results.flatMap(({ findings: found }) => found).slice(0, 50);
  return [
    `Overall: **${VERDICT_WORDS[overallVerdict(results)]}**`,
    '',
    ...results.map(({ title, verdict }) => `- ${title}: ${VERDICT_WORDS[verdict]}`),
    ...findings.map(({ file, line, message }) => `  - ${code(`${file}:${line}`)} ${code(message)}`),
  ];
}

/** A code span that its content cannot end. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return line === '' ? '—' : `${fence}${longest > 0 ? ` ${line} ` : line}${fence}`;
}
