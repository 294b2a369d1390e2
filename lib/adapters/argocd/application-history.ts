import type {
  ApplicationCondition,
  ApplicationHistory,
  ApplicationOperation,
} from '#lib/domain/application/application.ts';
import { type Fields, fieldsOf, itemsOf, numberOf, oneOf, textOf, timeOf } from '#lib/domain/value/fields.ts';
import { shownText } from '../_shared/shown-text.ts';
import { OPERATION_PHASES } from './statuses.ts';

const MOST_CONDITIONS = 50;
const MOST_HISTORY = 20;
const MOST_REVISIONS = 100;
const LONGEST_MESSAGE = 2000;

/** One revision for each source; `revision` is what applications with a single source have. */
export function readRevisions({ revision, revisions }: Fields): string[] {
  const several = itemsOf(revisions, MOST_REVISIONS).map((item) => textOf(item));
  return several.length > 0 ? several : typeof revision === 'string' && revision !== '' ? [textOf(revision)] : [];
}

/** The last sync or the one that runs. */
export function readOperation(value: unknown): ApplicationOperation | null {
  const state = fieldsOf(value);
  const phase = oneOf(state.phase, OPERATION_PHASES, null);
  if (phase === null) {
    return null;
  }
  return {
    phase,
    message: shownText(state.message, LONGEST_MESSAGE),
    revisions: readRevisions(fieldsOf(state.syncResult)),
    startedAt: timeOf(state.startedAt),
    finishedAt: timeOf(state.finishedAt),
    retryCount: numberOf(state.retryCount, 0),
    automated: fieldsOf(fieldsOf(state.operation).initiatedBy).automated === true,
  };
}

/** A condition has no status: that it is there is what it says. */
export function readConditions(value: unknown): ApplicationCondition[] {
  return itemsOf(value, MOST_CONDITIONS).map((item) => {
    const { type, message, lastTransitionTime } = fieldsOf(item);
    return { type: textOf(type), message: shownText(message, LONGEST_MESSAGE), at: timeOf(lastTransitionTime) };
  });
}

/** Newest first; Argo CD keeps it oldest first. */
export function readHistory(value: unknown): ApplicationHistory[] {
  return (Array.isArray(value) ? value.slice(-MOST_HISTORY) : [])
    .map((item: unknown) => {
      const fields = fieldsOf(item);
      return { id: numberOf(fields.id, 0), revisions: readRevisions(fields), deployedAt: timeOf(fields.deployedAt) };
    })
    .toReversed();
}
