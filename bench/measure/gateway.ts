import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SignedIn } from '../browser/sign-in.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { askPortal } from '../portal/ask-portal.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';

const ROUNDS = 30;
const QUICK_ROUNDS = 5;
const LIMIT_MS = 150;
const LOOK_EVERY_MS = 100;
const LONGEST_MS = 120_000;

type Run = { state: string; createdAt: number; updatedAt: number; steps: { ms: number }[] };

/**
 * What the gateway itself takes, from the words until the draft stands, without the time that it waits for the model; by the
 * times that it writes down. Beside it what the check of one form takes, which is the least that a draft needs.
 */
export async function measureGateway(
  platform: BenchPlatform,
  viewer: SignedIn,
  { quick }: MeasureContext,
): Promise<Figure[]> {
  const ask = askPortal(platform.portalUrl, viewer);
  const own: number[] = [];
  const form: number[] = [];
  for (let round = 0; round < (quick ? QUICK_ROUNDS : ROUNDS); round += 1) {
    const name = `bench-${randomUUID().slice(0, 8)}`;
    const run = await ended(ask, name);
    own.push(run.updatedAt - run.createdAt - run.steps.reduce((sum, { ms }) => sum + ms, 0));
    const before = performance.now();
    await ask.command('preview-change', {
      templateId: 'web-service',
      values: { name, image: 'nginxinc/nginx-unprivileged:1.29', port: 8080 },
    });
    form.push(performance.now() - before);
  }
  return [
    figure({
      goal: 'GATEWAY',
      what: 'words until the draft, without the model’s own time, p95',
      unit: 'ms',
      by: 'p95',
      applications: platform.applications,
      limit: LIMIT_MS,
      samples: own,
      baseline: { label: 'one preview of a form', samples: form },
    }),
  ];
}

async function ended(ask: ReturnType<typeof askPortal>, appName: string): Promise<Run> {
  const { id } = await ask.command<{ id: string }>('ask-gateway', {
    prompt: 'Run the image nginxinc/nginx-unprivileged:1.29.3 as a web service on port 8080.',
    appName,
    idempotencyKey: randomUUID(),
  });
  const until = performance.now() + LONGEST_MS;
  for (;;) {
    const { run } = await ask.view<{ run: Run }>('gateway-run', { id });
    if (['draft', 'failed', 'declined'].includes(run.state)) {
      return run;
    }
    if (performance.now() > until) {
      throw new Error(`a request to the gateway is still ${run.state} after ${LONGEST_MS / 1000} s`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}
