import { ExternalError } from '#lib/domain/error/external-error.ts';
import { type Listing, readCurrentVersion } from './list.ts';
import type { ReflectorState } from './reflector-state.ts';

/** How long nothing is asked after a small question that was answered, and how long one may take. */
const STEP_MS = 1_500;
const ANSWER_WITHIN_MS = 2_000;
/** A request that is waited for longer than this, while small questions are answered, may be lost. */
const PERHAPS_LOST_STEPS = 2;

/**
 * Notices that a request which is still waited for is lost. Where one kind of a cluster does not answer and the others do,
 * the pulse of the connection says nothing; a request from that time stays unanswered for many seconds after its fault is
 * over. So, while somebody would see it, the smallest question about the kind is asked beside it again and again. That
 * it is not answered either is told, and when it is answered again, the request is given up.
 * @param listing its signal ends the questions
 * @param giveUp ends the request
 */
export function findAgain(state: ReflectorState, listing: Listing, giveUp: () => void): void {
  ask(state, listing, giveUp).catch((error: unknown) => {
    if (!listing.signal.aborted) {
      state.report(error);
    }
  });
}

async function ask(state: ReflectorState, listing: Listing, giveUp: () => void): Promise<void> {
  const { clock, signal, kind } = listing;
  let silences = state.wasSilent ? 1 : 0;
  await clock.sleep(STEP_MS, signal);
  for (let steps = 1; !signal.aborted && !state.isOpen; steps += 1) {
    const found = state.attention?.isThere ? await askOnce(listing) : 'nothing';
    // A server that is only slow answers the small question and not the large one: it is asked anew once and no more.
    const isPerhapsLost = steps > PERHAPS_LOST_STEPS && state.givenUps === 0;
    // Nor is the list of a busy server, which keeps now a small question waiting and now none, begun anew without end.
    const isProbablyLost = silences > 0 && (state.stage !== 'list' || silences >= 2 * state.givenUps);
    if (found === 'answer' && (isProbablyLost || isPerhapsLost)) {
      state.wasSilent = false;
      state.givenUps += 1;
      giveUp();
      return;
    }
    if (found === 'answer') {
      silences = 0;
    }
    if (found === 'silence') {
      silences += 1;
      const reason = `The cluster does not answer when it is asked for ${kind.resource}.`;
      state.source.trouble({ state: state.mirror.hasData ? 'stale' : 'unreachable', reason });
    } else {
      await clock.sleep(STEP_MS, signal);
    }
  }
}

async function askOnce(listing: Listing): Promise<'answer' | 'silence' | 'nothing'> {
  const { clock, signal } = listing;
  const late = new AbortController();
  const asked = AbortSignal.any([signal, late.signal]);
  const over = new AbortController();
  clock.sleep(ANSWER_WITHIN_MS, AbortSignal.any([signal, over.signal])).then(
    () => late.abort(),
    () => undefined, // It was answered, or nobody wants to know any more.
  );
  try {
    await readCurrentVersion({ ...listing, signal: asked, onAnswer: () => undefined });
    return 'answer';
  } catch (error) {
    signal.throwIfAborted();
    const isLost = late.signal.aborted || (error instanceof ExternalError && error.kind === 'timeout');
    return isLost ? 'silence' : 'nothing';
  } finally {
    over.abort();
  }
}
