import type { ConnectionReport, Finding, FindingState } from '#lib/domain/connection/diagnosis.ts';

const MARKS: Record<FindingState, string> = { ok: 'ok', unknown: '?', warning: 'warning', problem: 'PROBLEM' };
const MARK_WIDTH = Math.max(...Object.values(MARKS).map((mark) => mark.length));

/** The reports in lines for people: what was found at each connection and, below what is wrong, what to do. */
export function reportText(reports: readonly ConnectionReport[]): string {
  const width = Math.max(...reports.flatMap(({ findings }) => findings.map(({ subject }) => subject.length)));
  const blocks = reports.map((report) =>
    [headLine(report), ...report.findings.flatMap((finding) => findingLines(finding, width))].join('\n'),
  );
  return [...blocks, summaryLine(reports)].join('\n\n');
}

function headLine({ title, address, version, identity }: ConnectionReport): string {
  const rest = [address, version, identity === null ? null : `as ${identity}`].filter((part) => part);
  return `${title}: ${rest.join(', ')}`;
}

function findingLines({ subject, state, detail, remedy, copy }: Finding, width: number): string[] {
  const indent = ' '.repeat(MARK_WIDTH + width + 6);
  return [
    `  ${MARKS[state].padEnd(MARK_WIDTH)}  ${subject.padEnd(width)}  ${detail}`,
    ...(remedy === undefined ? [] : [`${indent}→ ${remedy}`]),
    ...(copy === undefined ? [] : copy.split('\n').map((line) => `${indent}  ${line}`)),
  ];
}

function summaryLine(reports: readonly ConnectionReport[]): string {
  const count = (state: FindingState) => reports.filter((report) => report.state === state).length;
  const failing = count('problem');
  const warnings = reports.flatMap(({ findings }) => findings).filter(({ state }) => state === 'warning').length;
  const parts = [
    failing === 0
      ? `All ${reports.length} connections work`
      : `${failing} of ${reports.length} connections do not work`,
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`]),
  ];
  return `${parts.join(', with ')}.`;
}
