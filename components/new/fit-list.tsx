import { formatBytes } from '#components/patterns/format-bytes.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import type { WorkloadFit } from '#lib/domain/change/preview.ts';
import type { Fit, FitLine } from '#lib/domain/node/fit.ts';

const LOOKS: Record<Fit, { icon: IconName; colour: string; words(pods: number): string }> = {
  fits: { icon: 'pass', colour: 'text-ok', words: () => 'there is room' },
  waits: { icon: 'warn', colour: 'text-warn', words: () => 'not enough is free now; pods would wait' },
  'too-many': { icon: 'fail', colour: 'text-bad', words: (pods) => `the nodes together cannot hold ${pods} of them` },
  never: { icon: 'fail', colour: 'text-bad', words: () => 'no node is large enough' },
};

/** Whether the pods find room, as far as requests tell; null when the nodes are not known now. */
export function FitList({ fit }: { fit: readonly WorkloadFit[] | null }) {
  if (fit === null) {
    return <p className="text-muted text-sm">Whether it fits cannot be said: the nodes are not known now.</p>;
  }
  return (
    <ul aria-label="Does it fit?" className="flex flex-col gap-1 text-sm">
      {fit.flatMap(({ object, lines }) =>
        lines.map((line) => {
          const { icon, colour, words } = LOOKS[line.fit];
          return (
            <li key={`${object} ${line.resource}`} className="flex items-start gap-2">
              <Icon name={icon} size={14} className={`mt-0.5 flex-none ${colour}`} />
              <span>
                {nameOf(line)} {amountInWords(line)}: {words(line.pods)}{' '}
                <span className="text-muted">
                  ({amount(line, line.free)} of {amount(line, line.total)} free)
                </span>
              </span>
            </li>
          );
        }),
      )}
    </ul>
  );
}

function nameOf({ resource }: FitLine): string {
  const names: Record<string, string> = { cpu: 'CPU', memory: 'Memory', 'nvidia.com/gpu': 'GPU slices' };
  return names[resource] ?? resource;
}

/** `48, 6 for each of 8 pods`: nodes hold whole pods, so the sum alone explains nothing. */
function amountInWords(line: FitLine): string {
  const asked = amount(line, line.asked);
  return line.pods === 1 ? asked : `${asked}, ${amount(line, line.asked / line.pods)} for each of ${line.pods} pods`;
}

function amount({ resource }: FitLine, value: number): string {
  if (resource === 'memory') {
    return formatBytes(value);
  }
  return resource === 'cpu' ? String(value / 1000) : String(value);
}
