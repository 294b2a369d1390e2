import type { SandboxClock } from '../clock.ts';
import { type Fields, fieldsOf } from '../controllers/api/fields.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import type { Random } from './mix.ts';

const APPLICATION = resourceType('Application');

/** What an Application goes through when something about it changes, one step after the other. */
const STEPS: readonly { health: string; sync: string; phase: string }[] = [
  { health: 'Healthy', sync: 'OutOfSync', phase: 'Running' },
  { health: 'Progressing', sync: 'Synced', phase: 'Succeeded' },
  { health: 'Healthy', sync: 'Synced', phase: 'Succeeded' },
];

/** Changes the status of one Application as a step of a rollout would; gives its name and the revision of the write. */
export type Touch = (name?: string) => { name: string; revision: number };

export function createTouch(store: ObjectStore, clock: SandboxClock, random: Random, names: readonly string[]): Touch {
  let count = 0;
  const steps = new Map<string, number>();
  return (chosen) => {
    count += 1;
    const name = chosen ?? random.pick(`churn/${count}`, names);
    const current = store.get(APPLICATION, 'argocd', name);
    if (current === undefined) {
      throw new Error(`there is no generated Application ${name}`);
    }
    const at = (steps.get(name) ?? -1) + 1;
    steps.set(name, at);
    const step = STEPS[at % STEPS.length] as (typeof STEPS)[number];
    const time = clock.timestamp();
    const { health, sync, operationState, ...rest } = fieldsOf(current.status);
    const status: Fields = {
      ...rest,
      health: { ...fieldsOf(health), status: step.health, lastTransitionTime: time },
      // Every step is a change, even two of them within a second.
      operationState: { ...fieldsOf(operationState), phase: step.phase, startedAt: time, retryCount: at },
      reconciledAt: time,
      sync: { ...fieldsOf(sync), status: step.sync },
    };
    const written = store.update(APPLICATION, { ...current, status });
    return { name, revision: Number(written.metadata.resourceVersion) };
  };
}

const TICK_MS = 10;

/**
 * Keeps changing Applications, so many times a real second, spread evenly.
 * @returns what stops it
 */
export function startChurn(touch: Touch, perSecond: number): () => void {
  const startedAt = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    for (; done < due; done += 1) {
      touch();
    }
  }, TICK_MS);
  return () => clearInterval(timer);
}
