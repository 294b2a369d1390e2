import type { PlatformReady } from '../platform/messages.ts';
import { startHelper } from '../process/helper.ts';

export type InformerTask = Pick<PlatformReady, 'addresses' | 'sizes'>;

export type RunningInformer = {
  pid: number;
  /** From the start of the process until every object was announced, in ms. */
  knownMs: number;
  stop(): Promise<void>;
};

/** Starts the baseline on a platform, and waits until it knows everything there. */
export async function startInformer({ addresses, sizes }: InformerTask): Promise<RunningInformer> {
  const helper = startHelper<InformerTask, object>(new URL('main.ts', import.meta.url), []);
  await helper.ask({ addresses, sizes });
  return { pid: helper.pid, knownMs: performance.now() - helper.startedAt, stop: helper.stop };
}
