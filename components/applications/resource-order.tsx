import { EmptyState } from '#components/patterns/empty-state.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { ApplicationResource } from '#lib/domain/application/application.ts';
import type { LiveTree } from '#lib/domain/application/live-tree.ts';
import type { SyncStage } from '#lib/domain/application/sync-stage.ts';
import { syncStages, waitsBetween } from '#lib/domain/application/sync-stages.ts';
import type { ChildHealthCheck } from '#lib/domain/wave/child-health.ts';
import type { ApplicationData } from '#lib/views/application/read.ts';
import type { DifferenceProps } from './object-difference.tsx';
import { ResourceLine } from './resource-line.tsx';

/** More than this in one stage are counted, not listed: a page is to be read. */
const MOST_SHOWN = 200;

export type ResourceOrderProps = Pick<ApplicationData, 'application' | 'engine' | 'childHealth'> & {
  since: string;
  /** What the engine's own API tells; null where it does not. */
  tree: LiveTree | null;
};

/** What a sync applies, in the order in which it does. */
export function ResourceOrder({ application, engine, childHealth, since, tree }: ResourceOrderProps) {
  const stages = syncStages(application, { tree, childHealth });
  const isPlain = stages.every(({ phase }) => phase === 'Sync');
  return (
    <>
      {stages.length > 0 && (
        <p className="border-line border-b px-4 py-2 text-muted text-xs">
          {orderInWords(stages, engine.name, childHealth)}
        </p>
      )}
      {stages.length === 0 && <EmptyState title="No resources yet" hint="The first sync has not brought anything." />}
      <ol aria-label="Order of the sync">
        {stages.map((stage) => (
          <Stage
            key={`${stage.phase} ${stage.wave}`}
            stage={stage}
            isPlain={isPlain}
            differs={engine.isAsked ? (object) => ({ application, object, since }) : null}
          />
        ))}
      </ol>
    </>
  );
}

/** How to read the ladder, in one sentence. */
function orderInWords(stages: readonly SyncStage[], engine: string, childHealth: ChildHealthCheck | null): string {
  if (!waitsBetween(stages)) {
    return `${engine} applies these in one go, by kind and name, and does not wait until they are healthy.`;
  }
  const isOfApplications = stages.some(({ objects }) =>
    objects.some(({ resource: { group, kind } }) => group === 'argoproj.io' && kind === 'Application'),
  );
  const order = `${engine} applies these from top to bottom, within a wave by kind and name, and goes on to the next when everything above that has a health is healthy and every hook is done.`;
  return isOfApplications && childHealth !== 'passes-on' ? `${order} ${APPLICATIONS[childHealth ?? 'unknown']}` : order;
}

/** What of it does not hold for applications. */
const APPLICATIONS = {
  none: 'Applications have none here: they count as done once they are made.',
  own: 'For applications somebody wrote a check of their own, and what it waits for cannot be known.',
  unknown: 'Whether applications have one here cannot be known: the waves page says why.',
} as const;

const MARKS = {
  current: 'waits for this',
  waits: 'comes after',
  done: 'done',
  unknown: 'whether it is done is not known',
} as const;

type StageProps = {
  stage: SyncStage;
  isPlain: boolean;
  /** What is asked for to show what an object differs in; null where nobody can be asked. */
  differs: ((object: ApplicationResource) => DifferenceProps) | null;
};

function Stage({ stage: { phase, wave, objects, state }, isPlain, differs }: StageProps) {
  const place = wave === null ? 'wave not known' : `wave ${wave}`;
  const name = isPlain ? `${place.charAt(0).toUpperCase()}${place.slice(1)}` : `${phase}, ${place}`;
  return (
    <li>
      <section aria-label={name}>
        <h3
          className={classNames(
            'sticky flex justify-between gap-3 border-line border-b px-4 py-1 font-medium text-xs',
            state === 'current' ? 'bg-selected text-ink' : 'bg-sunken text-muted',
          )}
        >
          {name}
          {state !== null && <span className="font-normal">{MARKS[state]}</span>}
        </h3>
        {wave === null && (
          <p className="px-4 py-1.5 text-muted text-xs">
            Hooks that are not listed any more: the last sync tells how they went, and not in which wave.
          </p>
        )}
        <ul>
          {objects.slice(0, MOST_SHOWN).map((object) => {
            const { group, kind, namespace, name: own } = object.resource;
            const difference = object.resource.sync === 'OutOfSync' ? (differs?.(object.resource) ?? null) : null;
            return (
              <ResourceLine key={`${group}/${kind}/${namespace}/${own}`} object={object} difference={difference} />
            );
          })}
        </ul>
        {objects.length > MOST_SHOWN && (
          <p className="px-4 py-2 text-muted text-sm">and {objects.length - MOST_SHOWN} more</p>
        )}
      </section>
    </li>
  );
}
