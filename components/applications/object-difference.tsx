'use client';

import { useMemo, useState } from 'react';
import { diffBlocks } from '#components/patterns/diff/diff-blocks.ts';
import { DiffView } from '#components/patterns/diff/diff-view.tsx';
import { useLateRead, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { ObjectDifference } from '#lib/domain/application/difference.ts';
import type { ObjectKey } from '#lib/domain/application/live-tree.ts';
import type { DifferenceData } from '#lib/views/difference/read.ts';

const DIFFERENCE: ViewQuery<DifferenceData> = { name: 'difference', patches: {} };

export type DifferenceProps = { application: Application; object: ObjectKey; since: string };

/** What one object that is out of sync differs in; the engine is asked when somebody opens it. */
export function OpenDifference({ application, object, since }: DifferenceProps) {
  const { group, kind, namespace, name } = object;
  const { namespace: home, name: own, reconciledAt } = application;
  const params = useMemo(
    () => ({ of: { namespace: home, name: own }, group, kind, namespace, name, asOf: reconciledAt }),
    [home, own, group, kind, namespace, name, reconciledAt],
  );
  const { data, error } = useLateRead(DIFFERENCE, since, params);
  const answer = data?.data;
  // While it is asked for again, what was known a moment ago stays.
  const [shown, setShown] = useState(answer);
  if (answer !== undefined && answer !== shown) {
    setShown(answer);
  }
  if (shown === undefined) {
    return <p className="px-3 py-2 text-muted text-xs">{error?.message ?? 'Asking …'}</p>;
  }
  return shown.difference === null ? (
    <p className="px-3 py-2 text-muted text-xs">
      {shown.reason} {shown.remedy}
    </p>
  ) : (
    <Shown difference={shown.difference} name={`${kind}/${name}.yaml`} />
  );
}

function Shown({
  difference: { live, wanted, isHidden, isCut },
  name,
}: {
  difference: ObjectDifference;
  name: string;
}) {
  const blocks = useMemo(() => diffBlocks(live ?? '', wanted ?? ''), [live, wanted]);
  const isSame = live !== null && live === wanted;
  return (
    <div className="min-w-0 rounded-md border border-line">
      <p className="border-line border-b px-3 py-1.5 text-muted text-xs">
        {inWords(live, wanted)}
        {isHidden && ' What Secrets hold, and what looks like a credential, is hidden on both sides.'}
        {isCut && ' It is too long to be shown whole.'}
      </p>
      {isSame ? (
        <p className="px-3 py-2 text-xs">
          {isHidden || isCut ? 'What differs is among what is not shown.' : 'They are the same now.'}
        </p>
      ) : (
        <DiffView path={name} blocks={blocks} isBare />
      )}
    </div>
  );
}

function inWords(live: string | null, wanted: string | null): string {
  if (live === null) {
    return 'Git has it, and it is not in the cluster.';
  }
  return wanted === null
    ? 'It is in the cluster, and git no longer has it.'
    : 'From what is in the cluster (−) to what git wants (+).';
}
