import type { Cancel, SandboxClock } from '../../clock.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { ObjectStore } from '../../kubernetes/store.ts';
import { hashText } from './draw.ts';

export type EventNote = {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** Who says so: `default-scheduler`, `kubelet`, `replicaset-controller`. */
  component: string;
};

/** Writes an Event about an object. Said again, the first one counts up, as client-go's correlator does. */
export type EventRecorder = (object: KubeObject, note: EventNote) => void;

const EVENT = resourceType('Event');
/** The API server forgets events after an hour. */
const KEPT_MS = 3_600_000;

function firstEvent(object: KubeObject, note: EventNote, name: string, at: string): KubeObject {
  const { namespace, uid, resourceVersion } = object.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: namespace ?? 'default' },
    involvedObject: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.metadata.name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
    },
    type: note.type,
    reason: note.reason,
    message: note.message,
    source: { component: note.component },
    reportingComponent: note.component,
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  };
}

export function createEventRecorder(
  store: ObjectStore,
  clock: SandboxClock,
): { record: EventRecorder; close: () => void } {
  const expiries = new Map<string, Cancel>();

  const expireLater = (namespace: string, name: string) => {
    const key = `${namespace}/${name}`;
    expiries.get(key)?.();
    const cancel = clock.after(KEPT_MS, () => {
      expiries.delete(key);
      if (store.get(EVENT, namespace, name) !== undefined) {
        store.delete(EVENT, namespace, name);
      }
    });
    expiries.set(key, cancel);
  };

  return {
    record(object, note) {
      const namespace = object.metadata.namespace ?? 'default';
      const identity = `${object.metadata.uid}/${note.type}/${note.reason}/${note.message}`;
      const suffix = hashText(identity).toString(16).padStart(8, '0');
      const name = `${object.metadata.name}.${suffix}${hashText(suffix + identity)
        .toString(16)
        .padStart(8, '0')}`;
      const known = store.get(EVENT, namespace, name);
      const at = clock.timestamp();
      if (known === undefined) {
        store.create(EVENT, firstEvent(object, note, name, at));
      } else {
        store.update(EVENT, { ...known, count: Number(known.count) + 1, lastTimestamp: at });
      }
      expireLater(namespace, name);
    },
    close() {
      for (const cancel of expiries.values()) {
        cancel();
      }
      expiries.clear();
    },
  };
}
