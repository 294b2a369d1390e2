import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { StagedObject } from '#lib/domain/application/sync-stage.ts';
import { DifferenceLine } from './difference-line.tsx';
import type { DifferenceProps } from './object-difference.tsx';
import { anchorOf } from './tree-graph.ts';

export type ResourceLineProps = {
  object: StagedObject;
  /** Null where it is in sync, or nobody can be asked what differs. */
  difference: DifferenceProps | null;
};

/** One object of an application: what it is, how it stands, and what there is to say of it. */
export function ResourceLine({ object, difference }: ResourceLineProps) {
  const { resource, run, isGone, movesTo } = object;
  const message = messageOf(object);
  const isTroubled = resource.health !== undefined && resource.health !== 'Healthy';
  return (
    <li
      id={anchorOf(resource)}
      className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-line border-b px-4 py-1.5 text-sm last:border-b-0"
    >
      <span className="text-muted max-sm:text-xs sm:w-40 sm:flex-none sm:truncate" title={resource.group}>
        {resource.kind}
      </span>
      <span className="min-w-0 max-sm:order-first max-sm:basis-full sm:flex-1 sm:truncate" title={resource.name}>
        {resource.name}
        {resource.hook && <Badge className="ms-2">hook</Badge>}
        {resource.requiresPruning && (
          <Badge tone="warn" className="ms-2">
            to be removed
          </Badge>
        )}
      </span>
      {run !== null && <HookState state={run.state} isGone={isGone} />}
      {resource.health !== undefined && (
        <StateBadge kind="health" state={resource.health} {...(message === '' ? {} : { message })} />
      )}
      {resource.sync !== undefined && <StateBadge kind="sync" state={resource.sync} />}
      {message !== '' &&
        (isTroubled || isFailedRun(object) || (run === null && resource.syncMessage !== undefined)) && (
          <span className="basis-full break-words text-muted text-xs">{message}</span>
        )}
      {difference !== null && <DifferenceLine {...difference} />}
      {movesTo !== null && (
        <span className="basis-full text-muted text-xs">
          Argo CD may move it forward to {placeInWords(movesTo)}: something there needs it.
        </span>
      )}
    </li>
  );
}

function placeInWords({ phase, wave }: NonNullable<StagedObject['movesTo']>): string {
  return wave === null ? phase : phase === 'Sync' ? `wave ${wave}` : `${phase}, wave ${wave}`;
}

function messageOf({ resource, run }: StagedObject): string {
  return resource.healthMessage ?? resource.syncMessage ?? run?.message ?? '';
}

function isFailedRun({ run }: StagedObject): boolean {
  return run?.state === 'Failed' || run?.state === 'Error';
}

type HookStateProps = { state: NonNullable<StagedObject['run']>['state']; isGone: boolean };

function HookState({ state, isGone }: HookStateProps) {
  const word =
    state === 'Succeeded' ? 'done' : state === null ? 'not run' : state === 'Running' ? 'runs' : state.toLowerCase();
  const tone = state === 'Failed' || state === 'Error' ? 'text-bad' : 'text-muted';
  return (
    <span className={`text-xs ${tone}`}>
      {word}
      {isGone && ', and removed'}
    </span>
  );
}
