import { Age } from '#components/patterns/time/time.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import { Link } from '#components/ui/link.tsx';
import { TONE_TEXT, type Tone } from '#components/ui/tone.ts';
import type { DriftKind } from '#lib/domain/model/drift.ts';
import type { DriftRow, EndpointRow } from '#lib/views/models/endpoint-rows.ts';
import { ModelfileList } from './modelfile-list.tsx';

const LOOKS: Record<DriftKind, { word: string; icon: IconName; tone: Tone }> = {
  missing: { word: 'Missing', icon: 'missing', tone: 'bad' },
  different: { word: 'Different', icon: 'outOfSync', tone: 'warn' },
  unknown: { word: 'Not comparable', icon: 'unknown', tone: 'unknown' },
  'not-loaded': { word: 'Not loaded', icon: 'circle', tone: 'idle' },
  extra: { word: 'Extra', icon: 'warn', tone: 'warn' },
};

export type DriftListProps = { endpoint: EndpointRow; shown: readonly DriftRow[]; wholeHref: string | null };

/** How what is there differs from what git says, each with where git says it. */
export function DriftList({ endpoint, shown, wholeHref }: DriftListProps) {
  const { drift, declared, declaredState, label } = endpoint;
  return (
    <section aria-label={`${label} and git`} className="border-line border-t px-4 py-3">
      <h3 className="font-medium text-xs">What git says</h3>
      {declaredState?.state === 'starting' && (
        <p className="mt-1 text-muted text-xs">What git declares is being read.</p>
      )}
      {declaredState !== null && declaredState.state !== 'starting' && (
        <p className="mt-1 flex items-start gap-1.5 text-xs">
          <Icon name="stale" size={12} className="mt-0.5 text-warn" />
          <span>
            What git declares could not be read for <Age since={declaredState.since} />
            {declared === null ? '' : ': what stands here is older'}. {declaredState.reason}
          </span>
        </p>
      )}
      {declared === null && declaredState === null && (
        <p className="mt-1 text-muted text-xs">
          No application of the chart is known to bring this server, so there is nothing to compare. Name one with
          models[].application in portolan.yaml.
        </p>
      )}
      {declared !== null && <Files files={declared.files} />}
      {declared?.problems.map((problem) => (
        <p key={problem} className="mt-1 flex items-start gap-1.5 text-xs">
          <Icon name="warn" size={12} className="mt-0.5 text-warn" />
          <span className="min-w-0 break-words">{problem}</span>
        </p>
      ))}
      {drift !== null && (
        <Findings
          drift={drift}
          shown={shown}
          wholeHref={wholeHref}
          hasProblems={(declared?.problems.length ?? 0) > 0}
        />
      )}
      {declared !== null && <ModelfileList modelfiles={declared.modelfiles} />}
    </section>
  );
}

function Files({ files }: { files: { path: string; href: string }[] }) {
  return files.length === 0 ? null : (
    <ul aria-label="Declared in" className="mt-1 flex flex-col text-xs">
      {files.map(({ path, href }) => (
        <li key={path} className="flex min-h-6 min-w-0 items-center">
          <Link href={href} className="min-w-0 break-all">
            {path}
          </Link>
        </li>
      ))}
    </ul>
  );
}

type FindingsProps = Pick<DriftListProps, 'shown' | 'wholeHref'> & {
  drift: NonNullable<EndpointRow['drift']>;
  hasProblems: boolean;
};

function Findings({ drift, shown, wholeHref, hasProblems }: FindingsProps) {
  if (drift.total === 0) {
    return hasProblems ? null : (
      <p className="mt-1.5 flex items-center gap-1.5 text-sm">
        <Icon name="pass" size={14} className="text-ok" />
        Everything git declares is there, and nothing else.
      </p>
    );
  }
  return (
    <>
      <ul className="mt-1.5 flex flex-col gap-2">
        {shown.map((row) => (
          <Finding key={row.id} row={row} />
        ))}
      </ul>
      <More hidden={drift.total - shown.length} wholeHref={wholeHref} />
    </>
  );
}

function More({ hidden, wholeHref }: { hidden: number; wholeHref: string | null }) {
  if (hidden <= 0) {
    return null;
  }
  const count = hidden.toLocaleString('en');
  return wholeHref === null ? (
    <p className="mt-2 text-muted text-xs">{count} more are not shown.</p>
  ) : (
    <p className="mt-2 flex min-h-6 items-center text-xs">
      <Link href={wholeHref}>Show {count} more of this server</Link>
    </p>
  );
}

function Finding({ row }: { row: DriftRow }) {
  const { word, icon, tone } = LOOKS[row.kind];
  return (
    <li className="flex items-start gap-2 text-sm">
      <Icon name={icon} size={14} className={`mt-0.5 ${TONE_TEXT[tone]}`} />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={`font-medium text-xs ${TONE_TEXT[tone]}`}>{word}</span>
          <span className="break-all font-medium">{row.model}</span>
        </p>
        <p className="text-muted text-xs">{row.sentence}</p>
        {row.place !== null && (
          <p className="break-all text-xs">
            {row.href === null ? (
              `${row.place.path}:${row.place.line}`
            ) : (
              <Link href={row.href}>
                {row.place.path}:{row.place.line}
              </Link>
            )}
          </p>
        )}
      </div>
    </li>
  );
}
