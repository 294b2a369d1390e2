import type { ApplicationResource, HookRun } from '#lib/domain/application/application.ts';
import { SYNC_PHASES } from '#lib/domain/application/sync-order.ts';
import { type Fields, fieldsOf, itemsOf, numberOf, oneOf, textOf } from '#lib/domain/value/fields.ts';
import { shownText } from '../_shared/shown-text.ts';
import { sharedText } from './shared-text.ts';
import { HEALTH_STATUSES, OPERATION_PHASES, SYNC_STATUSES } from './statuses.ts';

const MOST_RESOURCES = 5000;
const MOST_HOOKS = 100;
const NO_HOOKS: HookRun[] = [];
const LONGEST_MESSAGE = 300;
const LONGEST_READ = 20_000;

/** The objects that an application manages, each with what the last sync had to say of it. */
export function readResources(status: Fields): ApplicationResource[] {
  const messages = readSyncMessages(fieldsOf(fieldsOf(status.operationState).syncResult).resources);
  return itemsOf(status.resources, MOST_RESOURCES).map((item) => {
    const fields = fieldsOf(item);
    const health = fieldsOf(fields.health);
    return {
      group: sharedText(textOf(fields.group)),
      kind: sharedText(textOf(fields.kind)),
      namespace: sharedText(textOf(fields.namespace)),
      name: textOf(fields.name),
      wave: numberOf(fields.syncWave, 0),
      // Every object has every field, because thousands of one shape take half the memory of many shapes.
      sync: oneOf(fields.status, SYNC_STATUSES, undefined),
      health: oneOf(health.status, HEALTH_STATUSES, undefined),
      healthMessage: shownText(health.message, LONGEST_MESSAGE) || undefined,
      hook: fields.hook === true,
      requiresPruning: fields.requiresPruning === true,
      syncMessage: messages.size === 0 ? undefined : messages.get(keyOf(fields)),
    };
  });
}

/** The hooks of the last sync; many of them are deleted when they are done, and then nothing else tells of them. */
export function readHooks(status: Fields): HookRun[] {
  const rows = itemsOf(fieldsOf(fieldsOf(status.operationState).syncResult).resources, MOST_RESOURCES);
  const hooks = rows.map(fieldsOf).filter(({ hookType }) => textOf(hookType) !== '');
  // One list for the thousands that have none.
  return hooks.length === 0 ? NO_HOOKS : hooks.slice(0, MOST_HOOKS).map(readHook);
}

function readHook(fields: Fields): HookRun {
  return {
    group: sharedText(textOf(fields.group)),
    kind: sharedText(textOf(fields.kind)),
    namespace: sharedText(textOf(fields.namespace)),
    name: textOf(fields.name),
    phase: oneOf(fields.syncPhase, SYNC_PHASES, oneOf(fields.hookType, SYNC_PHASES, 'Sync')),
    state: oneOf(fields.hookPhase, OPERATION_PHASES, null),
    message: shownText(fields.message, LONGEST_MESSAGE),
  };
}

/** Only what went wrong or waits: that the others are `configured` or `unchanged` helps nobody. */
function readSyncMessages(resources: unknown): ReadonlyMap<string, string> {
  const messages = new Map<string, string>();
  for (const item of itemsOf(resources, MOST_RESOURCES)) {
    const fields = fieldsOf(item);
    const message = textOf(fields.message, LONGEST_READ);
    const isDone = fields.status === 'Synced' || fields.status === 'Pruned';
    const isFailedHook = fields.hookPhase === 'Failed' || fields.hookPhase === 'Error';
    if (message !== '' && (!isDone || isFailedHook)) {
      messages.set(keyOf(fields), shownText(message, LONGEST_MESSAGE));
    }
  }
  return messages;
}

function keyOf({ group, kind, namespace, name }: Fields): string {
  return [group, kind, namespace, name].map((part) => textOf(part)).join('\n');
}
