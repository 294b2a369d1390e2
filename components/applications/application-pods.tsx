import { EmptyState } from '#components/patterns/empty-state.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import { TONE_TEXT, type Tone } from '#components/ui/tone.ts';
import { plainName } from '#lib/domain/cluster/qualified.ts';
import { isFailingReason } from '#lib/domain/workload/pod-trouble.ts';
import type { ApplicationPod } from '#lib/views/application/read.ts';

/** A pod in one icon: ready, on its way, ended well, or in trouble. */
function lookOf({ phase, ready, reason }: ApplicationPod): { icon: IconName; tone: Tone; word: string } {
  if (phase === 'Failed' || isFailingReason(reason)) {
    return { icon: 'degraded', tone: 'bad', word: reason || 'Failed' };
  }
  if (phase === 'Succeeded') {
    return { icon: 'healthy', tone: 'idle', word: 'Completed' };
  }
  return ready
    ? { icon: 'healthy', tone: 'ok', word: 'Ready' }
    : { icon: 'progressing', tone: 'busy', word: reason || phase };
}

/** The pods of an application with where they run and why they wait. `pods` is null when they cannot be known now. */
export function ApplicationPods({ pods, isInSight }: { pods: readonly ApplicationPod[] | null; isInSight: boolean }) {
  return (
    <Card title={pods === null ? 'Pods' : `Pods (${pods.length})`} flush>
      {pods === null && (
        <EmptyState
          title="Pods are not known now"
          hint={
            isInSight
              ? 'The mark of the sources, beside your name, tells why.'
              : 'It is deployed to a cluster that is not configured here: no destinations of a cluster name it.'
          }
        />
      )}
      {pods?.length === 0 && <EmptyState title="No pods" hint="Nothing of this application runs as a pod now." />}
      <ul>
        {pods?.map((pod) => {
          const { icon, tone, word } = lookOf(pod);
          return (
            <li
              key={pod.id}
              className="flex flex-wrap items-center gap-x-3 border-line border-b px-4 py-1.5 text-sm last:border-b-0"
            >
              <Icon name={icon} size={14} label={word} className={TONE_TEXT[tone]} />
              <span className="min-w-0 grow basis-[calc(100%-1.625rem)] sm:basis-0 sm:truncate" title={pod.name}>
                {pod.name}
              </span>
              <span className="text-muted text-xs max-sm:ms-6.5">{word}</span>
              <span className="text-muted text-xs">
                {pod.nodeName === null ? 'no node yet' : plainName(pod.nodeName)}
              </span>
              {pod.restarts > 0 && <span className="text-warn text-xs tabular-nums">{pod.restarts} restarts</span>}
              {pod.createdAt !== null && (
                <span className="text-muted text-xs">
                  <Time at={pod.createdAt} />
                </span>
              )}
              {pod.message !== '' && !pod.ready && (
                <span className="basis-full break-words ps-6 text-muted text-xs">{pod.message}</span>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
