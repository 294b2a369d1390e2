import { randomUUID } from 'node:crypto';
import { GITLAB_VERSION, type Instance } from '../instance.ts';
import type { HookRecord, ProjectRecord } from '../state/model.ts';
import { signatureOf } from './sign.ts';

const KEPT_DELIVERIES = 500;
const TIMEOUT_MS = 10_000;
/** From the fourth failure in a row on, the hook rests: a minute first, then twice as long each time, a day at most. */
const FAILURES_BEFORE_REST = 4;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 24 * 60 * 60 * 1000;

export type HookKind = 'push' | 'mergeRequests' | 'pipeline';

const EVENT_NAMES: Record<HookKind, string> = {
  push: 'Push Hook',
  mergeRequests: 'Merge Request Hook',
  pipeline: 'Pipeline Hook',
};

/** Sends a payload to every hook of the project that wants it. Nothing waits for the answers and nothing is sent twice. */
export function deliver(
  instance: Instance,
  project: ProjectRecord,
  kind: HookKind,
  payload: unknown,
  eventName = EVENT_NAMES[kind],
): void {
  const now = instance.clock.now();
  for (const hook of instance.store.state.hooks) {
    const isResting = hook.disabledUntil !== null && hook.disabledUntil > now;
    if (hook.projectId === project.id && hook.events[kind] && !isResting) {
      instance.background.later(0, () => send(instance, hook, eventName, payload));
    }
  }
}

async function send(instance: Instance, hook: HookRecord, event: string, payload: unknown): Promise<void> {
  const status = await post(instance, hook, event, payload);
  instance.deliveries.push({ hookId: hook.id, url: hook.url, event, payload, at: instance.clock.now(), status });
  instance.deliveries.splice(0, Math.max(0, instance.deliveries.length - KEPT_DELIVERIES));
  if (status !== null && status >= 200 && status < 300) {
    hook.failures = 0;
    hook.backoffs = 0;
    hook.disabledUntil = null;
  } else {
    hook.failures += 1;
    if (hook.failures >= FAILURES_BEFORE_REST) {
      const restMs = Math.min(FIRST_REST_MS * 2 ** hook.backoffs, LONGEST_REST_MS);
      hook.disabledUntil = instance.clock.now() + restMs;
      hook.backoffs += 1;
    }
  }
  instance.store.changed();
  await instance.store.saved();
}

/** The status of the answer, or null when the address did not answer in time. */
async function post(instance: Instance, hook: HookRecord, event: string, payload: unknown): Promise<number | null> {
  const id = randomUUID();
  // The receiver compares it with its own clock, so it is the machine's time and not the sandbox's.
  const timestamp = String(Math.floor(Date.now() / 1000));
  const body = JSON.stringify(payload);
  const signature: Record<string, string> =
    hook.signingToken === undefined ? {} : { 'webhook-signature': signatureOf(hook.signingToken, id, timestamp, body) };
  try {
    const response = await fetch(hook.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'user-agent': `GitLab/${GITLAB_VERSION}`,
        'x-gitlab-event': event,
        'x-gitlab-instance': instance.url,
        'x-gitlab-webhook-uuid': hook.uuid,
        'x-gitlab-event-uuid': randomUUID(),
        'idempotency-key': id,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        ...signature,
        ...(hook.token === '' ? {} : { 'x-gitlab-token': hook.token }),
      },
      body,
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    // Nobody there is a failure of the hook, counted above; GitLab itself goes on.
    return null;
  }
}
