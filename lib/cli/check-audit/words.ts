import { anchorsIn, formatAnchor } from '#lib/domain/audit/anchor.ts';
import { type AuditVerdict, findingText } from '#lib/domain/audit/verdict.ts';
import { UsageError } from '../flags/usage-error.ts';

/** Reads one anchor. Throws UsageError. */
export function anchor(text: string): string {
  if (anchorsIn(text).map(formatAnchor).join() !== text) {
    throw new UsageError('expected a number, a colon and 64 hexadecimal digits');
  }
  return text;
}

export function verdictText({ records, head, findings }: AuditVerdict, anchors: number): string {
  const held =
    anchors === 0
      ? 'no anchor to hold it against, so a log that was cut or written anew would not show'
      : `held against ${anchors.toLocaleString('en')} ${anchors === 1 ? 'anchor' : 'anchors'}`;
  const read = `${records.toLocaleString('en')} ${records === 1 ? 'record' : 'records'} read, ${held}.`;
  if (findings.length > 0) {
    return ['The audit log is NOT as it was written.', ...findings.map((each) => `  ${findingText(each)}`), read].join(
      '\n',
    );
  }
  return [
    `The audit log is as it was written. ${read}`,
    ...(head === null ? [] : [`It stands at ${formatAnchor(head)}. Kept elsewhere, that is an anchor.`]),
  ].join('\n');
}
