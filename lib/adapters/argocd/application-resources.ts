import type { ApplicationResource } from '#lib/domain/application/application.ts';
import { type Fields, fieldsOf, itemsOf, numberOf, oneOf, textOf } from '#lib/domain/value/fields.ts';
import { HEALTH_STATUSES, SYNC_STATUSES } from './statuses.ts';

const MOST_RESOURCES = 5000;
const LONGEST_MESSAGE = 300;

/** The objects that an application manages, each with what the last sync said of it. */
export function readResources(status: Fields): ApplicationResource[] {
  const synced = itemsOf(fieldsOf(fieldsOf(status.operationState).syncResult).resources, MOST_RESOURCES);
  const messages = new Map(
    synced.map((item) => [keyOf(fieldsOf(item)), textOf(fieldsOf(item).message, LONGEST_MESSAGE)]),
  );
  return itemsOf(status.resources, MOST_RESOURCES).map((item) => {
    const fields = fieldsOf(item);
    const health = fieldsOf(fields.health);
    return {
      group: textOf(fields.group),
      kind: textOf(fields.kind),
      namespace: textOf(fields.namespace),
      name: textOf(fields.name),
      wave: numberOf(fields.syncWave, 0),
      // Every object has every field, because thousands of one shape take half the memory of many shapes.
      sync: oneOf(fields.status, SYNC_STATUSES, undefined),
      health: oneOf(health.status, HEALTH_STATUSES, undefined),
      healthMessage: textOf(health.message, LONGEST_MESSAGE) || undefined,
      hook: fields.hook === true,
      requiresPruning: fields.requiresPruning === true,
      syncMessage: messages.get(keyOf(fields)) || undefined,
    };
  });
}

function keyOf({ group, kind, namespace, name }: Fields): string {
  return [group, kind, namespace, name].map((part) => textOf(part)).join('\n');
}
