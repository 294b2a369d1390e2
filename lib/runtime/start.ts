import 'server-only';
import { getCompileCacheDir } from 'node:module';
import { compressAnswer } from '#lib/http/compression/compress-answer.ts';
import { createDirectAnswer } from '#lib/http/direct/answer-directly.ts';
import { notePeer } from '#lib/http/limits/peer-address.ts';
import { createStaticAnswer } from '#lib/http/static/answer-static.ts';
import { PACKED_DIR } from '#lib/http/static/pack-static.ts';
import { cannotStart } from './cannot-start.ts';
import { createEnd } from './end-portal.ts';
import { openPortal } from './open-portal.ts';
import { sharePortal } from './portal.ts';
import { openFrontDoor } from './requests/front-door.ts';
import { refuse } from './requests/request-gate.ts';
import { compileCacheOf, tidyCompileCache } from './tidy-compile-cache.ts';

/** Starts the portal with the server, and ends the process with a clear message when it cannot be started. */
export async function startPortal(): Promise<void> {
  const door = openFrontDoor();
  door.hear(notePeer);
  door.answer(refuse);
  door.answer(createStaticAnswer(PACKED_DIR));
  try {
    const portal = await sharePortal(openPortal(door));
    door.answer(createDirectAnswer(portal));
    // What is left to Next.
    door.answer(compressAnswer);
    const { clock, log } = portal.services;
    void tidyCompileCache({ dir: getCompileCacheDir(), own: compileCacheOf(portal.config), clock, log });
    const end = createEnd({ portal, exit: (status) => process.exit(status) });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      // Next would close every connection at once, with whatever is on its way over it, and end the process by itself.
      process.removeAllListeners(signal);
      process.on(signal, () => void end());
    }
  } catch (error) {
    process.stderr.write(`${cannotStart(error)}\n`);
    process.exit(1);
  }
}
