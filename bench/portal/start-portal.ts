import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { compileCache, PORTAL_ENVIRONMENT, portalCommand } from '#lib/cli/portal-command.ts';
import { endProcess, endWithUs } from '#lib/cli/process/end-process.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import type { ProbeTold } from './messages.ts';

const PROBE_FLAGS = ['--import', new URL('probe.ts', import.meta.url).href];
const POLL_MS = 10;
/** More is waited for as the platform is larger than this. */
const USUAL_APPLICATIONS = 20_000;
const GIVE_UP_MS = 60_000;

export type BenchPortal = {
  pid: number;
  /** From the start of the process until `/readyz` says that it is ready, in ms. */
  readyMs: number;
  /** The same until every source is live and every Application is known. */
  knownMs: number;
  /** Until each source was live, by its id. */
  liveMs: ReadonlyMap<string, number>;
  /** Only of one that was started with a probe. */
  probe(): Promise<ProbeTold>;
  stop(): Promise<void>;
};

type Readiness = { sources: { id: string; state: string; size: number }[] };

/** Starts the production build on a platform, and waits until it knows everything there. */
export async function startPortal(platform: BenchPlatform, { withProbe = false } = {}): Promise<BenchPortal> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...(withProbe ? PROBE_FLAGS : []), ...portalCommand()], {
    stdio: ['ignore', 'ignore', 'pipe', withProbe ? 'ipc' : 'ignore'],
    env: {
      ...process.env,
      ...PORTAL_ENVIRONMENT,
      ...compileCache(platform.environment.PORTOLAN_STATE_DIR ?? ''),
      PORT: String(platform.portalPort),
      HOSTNAME: '127.0.0.1',
      PORTOLAN_LOG_LEVEL: 'warn',
      ...platform.environment,
    },
  });
  endWithUs(child);
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  const giveUpMs = GIVE_UP_MS * Math.max(1, platform.applications / USUAL_APPLICATIONS);
  let readyMs = 0;
  const liveMs = new Map<string, number>();
  for (;;) {
    const { status, readiness } = await readReadiness(platform.portalPort);
    const passed = performance.now() - startedAt;
    readyMs ||= status === 200 ? passed : 0;
    for (const { id, state } of readiness?.sources ?? []) {
      if (state === 'live' && !liveMs.has(id)) {
        liveMs.set(id, passed);
      }
    }
    if (readiness !== null && isAllKnown(readiness, platform)) {
      return {
        pid: child.pid ?? 0,
        readyMs,
        knownMs: passed,
        liveMs,
        probe: () => askProbe(child),
        stop: () => stopOf(child, errors),
      };
    }
    if (child.exitCode !== null || passed > giveUpMs) {
      await endProcess(child);
      throw new Error(`The portal did not get to know its platform: ${JSON.stringify(readiness)}\n${errors.join('')}`);
    }
    await sleep(POLL_MS);
  }
}

function askProbe(child: ChildProcess): Promise<ProbeTold> {
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve(told as ProbeTold));
    child.send('tell', (error) => error && reject(error));
  });
}

/** Throws where it had ended by itself: what was measured of it then means nothing. */
async function stopOf(child: ChildProcess, errors: readonly string[]): Promise<void> {
  const { exitCode, signalCode } = child;
  if (exitCode !== null || signalCode !== null) {
    throw new Error(`The portal ended by itself with ${exitCode ?? signalCode}.\n${errors.join('')}`);
  }
  await endProcess(child);
}

async function readReadiness(port: number): Promise<{ status: number; readiness: Readiness | null }> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { status: response.status, readiness: (await response.json()) as Readiness };
  } catch {
    // Nothing listens yet.
    return { status: 0, readiness: null };
  }
}

function isAllKnown({ sources }: Readiness, { sizes }: BenchPlatform): boolean {
  const sizeOf = (suffix: string) => sources.find(({ id }) => id.endsWith(suffix))?.size ?? 0;
  return (
    // What need not be installed, such as k8sgpt, is absent.
    sources.every(({ state }) => state === 'live' || state === 'absent') &&
    sizeOf('/applications') >= sizes.applications &&
    sizeOf('/pods') >= sizes.pods &&
    sizeOf('/nodes') >= sizes.nodes
  );
}
