import { KeyValueList } from '#components/patterns/key-value.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { Finding } from '#lib/domain/connection/diagnosis.ts';
import type { ConnectionFailureRow, ConnectionRow } from '#lib/domain/connection/row.ts';
import { FINDING_LOOKS } from './connection-look.ts';

/** Everything that is known of a connection: where it is, who the portal is there, what a check found, what went wrong. */
export function ConnectionDetails({ connection }: { connection: ConnectionRow }) {
  const { address, version, identity, state, since, heardAt, checkedAt, findings, failures } = connection;
  // Queues of the portal itself are heard by nobody.
  const isUnheard = heardAt === null && state === 'live';
  const facts = [
    ...(address === '' ? [] : [{ label: 'Where', value: <Copyable text={address} what="address" /> }]),
    ...(version === null ? [] : [{ label: 'Version', value: version }]),
    ...(identity === null ? [] : [{ label: 'The portal is', value: <Copyable text={identity} what="account" /> }]),
    ...(isUnheard ? [] : [{ label: 'Last heard', value: heardAt === null ? 'not yet' : <Time at={heardAt} /> }]),
    ...(since === null ? [] : [{ label: 'In this state', value: <Time at={since} /> }]),
    ...(checkedAt === null ? [] : [{ label: 'Checked', value: <Time at={checkedAt} /> }]),
  ];
  return (
    <div className="flex flex-col gap-3 border-line border-t bg-sunken px-4 py-3">
      <KeyValueList items={facts} />
      {findings.length > 0 && (
        <ul aria-label="What the check found" className="flex flex-col gap-1.5">
          {findings.map((finding) => (
            <FindingLine key={finding.subject} finding={finding} />
          ))}
        </ul>
      )}
      <Failures failures={failures} />
    </div>
  );
}

function FindingLine({ finding: { subject, state, detail, remedy, copy } }: { finding: Finding }) {
  const { word, icon, tone } = FINDING_LOOKS[state];
  return (
    <li className="flex items-start gap-2 text-sm">
      <Icon name={icon} size={14} label={word} className={`mt-0.75 flex-none ${TONE_TEXT[tone]}`} />
      <div className="min-w-0 flex-1">
        <span className="font-medium">{subject}</span> <span className="break-words text-muted">{detail}</span>
        {remedy !== undefined && <p className="break-words">{remedy}</p>}
        {copy !== undefined && (
          <div className="mt-1 flex items-start gap-1 rounded-sm border border-line bg-surface p-2">
            <pre className="min-w-0 flex-1 whitespace-pre-wrap font-mono text-xs">{copy}</pre>
            <CopyButton text={copy} what="rule" />
          </div>
        )}
      </div>
    </li>
  );
}

function Failures({ failures }: { failures: readonly ConnectionFailureRow[] }) {
  if (failures.length === 0) {
    return null;
  }
  return (
    <div className="text-sm">
      <h4 className="text-muted text-xs">Last errors</h4>
      <ul className="mt-1 flex flex-col gap-1.5">
        {failures.map(({ message, lastAt, times, remedy }) => (
          <li key={message}>
            <p className="break-words">
              <Time at={lastAt} className="text-muted" />
              {times > 1 && <span className="text-muted">, {times} times</span>}: {message}
            </p>
            <p className="text-muted">{remedy}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
