import { type Fields, fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';

import { shownText } from '../../_shared/shown-text.ts';

export type Trouble = { reason: string; message: string };

const LONGEST_MESSAGE = 500;

/** Containers say these while nothing is wrong: they only have not begun yet. */
const STARTING = ['ContainerCreating', 'PodInitializing'];

/**
 * Why a pod waits or fails, in the cluster's own words: what the pod as a whole says, then the container that cannot
 * start, the one that ended badly, the scheduler, and last the ones that are only starting.
 */
export function whyNotReady(status: Fields): Trouble {
  const containers = [...itemsOf(status.initContainerStatuses, 500), ...itemsOf(status.containerStatuses, 500)].map(
    (item) => fieldsOf(fieldsOf(item).state),
  );
  const waiting = containers.map((state) => fieldsOf(state.waiting)).filter(({ reason }) => textOf(reason) !== '');
  const ended = containers
    .map((state) => fieldsOf(state.terminated))
    .find(({ exitCode }) => typeof exitCode === 'number' && exitCode !== 0);
  const conditions = itemsOf(status.conditions, 100).map(fieldsOf);
  const candidates = [
    status,
    waiting.find(({ reason }) => !STARTING.includes(textOf(reason))),
    ended,
    conditions.find(({ type, status: value }) => type === 'PodScheduled' && value === 'False'),
    waiting[0],
    conditions.find(({ type, status: value }) => type === 'Ready' && value === 'False'),
  ];
  const told = candidates.find((candidate) => candidate !== undefined && textOf(candidate.reason) !== '');
  return { reason: textOf(told?.reason), message: shownText(told?.message, LONGEST_MESSAGE) };
}
