import { AGAIN_MS, readAgainAndAgain } from '#lib/live/read-again.ts';
import { aroundForge, FORGE_READS } from '#lib/portal/around-forge.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';

/** How long a question is waited for alone, after one of its kind that was answered sooner. */
const LONGEST_ALONE_MS = 3_500;
/** A forge that takes longer than this is asked again all the same. */
const LONGEST_USUAL_MS = 12_000;
/** Each request has a limit of its own, and a long list is many of them. */
const LONGEST_MS = 120_000;

/**
 * A forge whose silence keeps nobody waiting: as long as somebody has a page open, what it does not answer is asked again
 * beside, because an answer that got lost does not come when the forge is well again. What changes something is sent once.
 */
export function askForgeAgain(
  host: ForgeHost,
  { clock, attention }: { clock: Clock; attention: Attention },
): ForgeHost {
  return {
    id: host.id,
    name: host.name,
    webUrl: host.webUrl,
    as(credential, pace) {
      const forge = host.as(credential, pace);
      const hasty = host.as(credential, { timeoutMs: AGAIN_MS });
      const tookMs = new Map<keyof Forge, number>();
      return aroundForge(forge, async (operation, call) => {
        if (!FORGE_READS.has(operation)) {
          return await call();
        }
        const beganAt = clock.now();
        const usualMs = Math.min(LONGEST_USUAL_MS, 2 * (tookMs.get(operation) ?? 0));
        let again: ReturnType<typeof call> | null = null;
        return await readAgainAndAgain(
          {
            clock,
            async read() {
              const answer = await call();
              // What another question was answered in says nothing of how long one takes.
              tookMs.set(operation, Math.max(0, clock.now() - beganAt));
              return answer;
            },
            timeoutMs: LONGEST_MS,
            label: host.name,
          },
          {
            afterMs: Math.max(LONGEST_ALONE_MS, usualMs),
            timeoutMs: Math.max(AGAIN_MS, usualMs),
            isWanted: () => attention.isThere,
            // Some answers take many requests: one that still comes is waited for, so that never more than two are on their way.
            async read() {
              again ??= call(hasty);
              const mine = again;
              mine.catch(() => {
                again = again === mine ? null : again;
              });
              return await mine;
            },
            onSilence: () => undefined, // Whoever waits shows it; the forge's own log has each request.
          },
          // It ends with its answer or its time limit.
          new AbortController().signal,
        );
      });
    },
    fileUrl: (...args) => host.fileUrl(...args),
    commitUrl: (...args) => host.commitUrl(...args),
  };
}
