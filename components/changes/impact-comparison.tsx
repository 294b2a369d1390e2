import type { ReactNode } from 'react';
import { Bytes } from '#components/patterns/bytes.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { ChangeSubject } from '#lib/domain/change/change.ts';
import type { ChangedObject, Fate, ImpactChange } from '#lib/domain/change/impact-change.ts';

const FATES: Record<Fate, { word: string; sign: string; tone: 'ok' | 'warn' | 'bad' }> = {
  removed: { word: 'removed', sign: '−', tone: 'bad' },
  changed: { word: 'changed', sign: '~', tone: 'warn' },
  added: { word: 'added', sign: '+', tone: 'ok' },
};
/** At first; of more, the rest is counted. */
const FIRST_OBJECTS = 30;

export type ImpactComparisonProps = { impact: ImpactChange; subjects: readonly ChangeSubject[] };

/** What a change does to the platform: where it lands, object by object, and what it asks for before and after. */
export function ImpactComparison({ impact, subjects }: ImpactComparisonProps) {
  const { objects, unchanged } = impact;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {subjects.length > 0 && (
        <ul className="flex flex-col gap-1">
          {subjects.map(({ application, namespace, wave }) => (
            <li key={application} className="break-words">
              Application <code>{application}</code>
              {namespace !== '' && (
                <>
                  {' '}
                  into <code>{namespace}</code>
                </>
              )}{' '}
              in wave {wave}
            </li>
          ))}
        </ul>
      )}
      {objects.length === 0 ? (
        <p className="text-muted">No object of the cluster changes by these files themselves.</p>
      ) : (
        <ul aria-label="Objects" className="flex flex-col gap-0.5">
          {objects.slice(0, FIRST_OBJECTS).map((object) => (
            <ObjectLine key={`${object.kind}/${object.namespace}/${object.name}`} object={object} />
          ))}
        </ul>
      )}
      {objects.length > FIRST_OBJECTS && <p className="text-muted">… and {objects.length - FIRST_OBJECTS} more</p>}
      {unchanged > 0 && <p className="text-muted">{unchanged} stay as they are.</p>}
      <Amounts impact={impact} />
    </div>
  );
}

function ObjectLine({ object: { kind, namespace, name, fate } }: { object: ChangedObject }) {
  const { word, sign, tone } = FATES[fate];
  return (
    <li className="flex items-baseline gap-1.5">
      <span aria-hidden="true" className={`w-3 flex-none text-center font-mono ${TONE_TEXT[tone]}`}>
        {sign}
      </span>
      <span className="min-w-0 break-words">
        <span className="sr-only">{word}: </span>
        {kind} <span className="font-medium">{name}</span>
        {namespace !== '' && <span className="text-muted"> in {namespace}</span>}
      </span>
    </li>
  );
}

/** Only what is asked for on one side at least. */
function Amounts({ impact: { before, after } }: { impact: ImpactChange }) {
  const resources = [...new Set([...Object.keys(before.total.extended), ...Object.keys(after.total.extended)])];
  const lines: { what: string; was: number; now: number; show(value: number): ReactNode }[] = [
    { what: 'CPU', was: before.total.cpuMillis, now: after.total.cpuMillis, show: (value) => value / 1000 },
    {
      what: 'memory',
      was: before.total.memoryBytes,
      now: after.total.memoryBytes,
      show: (value) => <Bytes value={value} />,
    },
    ...resources.map((resource) => ({
      what: resource,
      was: before.total.extended[resource] ?? 0,
      now: after.total.extended[resource] ?? 0,
      show: (value: number) => value,
    })),
    {
      what: 'of a card’s memory, as declared',
      was: before.vramBytes,
      now: after.vramBytes,
      show: (value) => <Bytes value={value} />,
    },
    { what: 'storage', was: before.storageBytes, now: after.storageBytes, show: (value) => <Bytes value={value} /> },
  ];
  const shown = lines.filter(({ was, now }) => was > 0 || now > 0);
  return shown.length === 0 ? null : (
    <table className="w-full text-left tabular-nums">
      <thead className="text-muted text-xs">
        <tr>
          <th className="font-normal">Asked for</th>
          <th className="whitespace-nowrap pl-2 text-right font-normal">before</th>
          <th className="sr-only">to</th>
          <th className="whitespace-nowrap pl-2 text-right font-normal">after</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ what, was, now, show }) => (
          <tr key={what}>
            <th className="break-all pr-2 font-normal">{what}</th>
            <td className="whitespace-nowrap text-right">{show(was)}</td>
            <td className="px-1 text-center">
              {was !== now && <Icon name="chevronRight" size={12} label="becomes" className="text-muted" />}
            </td>
            <td className={`whitespace-nowrap text-right ${was === now ? '' : 'font-medium'}`}>{show(now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
