import { PortalError } from '#lib/domain/error/portal-error.ts';

export type Arrival = {
  /** Throws PortalError when the hub was closed or the session ended since it began. */
  assertWelcome(): void;
  /** It was admitted, or refused. */
  end(): void;
};

/** Those who ask to listen and are not admitted yet: what ends streams meanwhile ends theirs too. */
export type Arrivals = {
  begin(sessionId: string): Arrival;
  endSession(sessionId: string): void;
};

export function createArrivals(closing: AbortSignal): Arrivals {
  const waiting = new Set<{ sessionId: string; hasEnded: boolean }>();
  return {
    begin(sessionId) {
      const state = { sessionId, hasEnded: false };
      waiting.add(state);
      return {
        assertWelcome() {
          if (closing.aborted) {
            throw new PortalError('unavailable', 'The portal is being stopped.', {
              suggestion: 'It is back in a moment.',
            });
          }
          if (state.hasEnded) {
            throw new PortalError('not-signed-in', 'Your session has ended.', { suggestion: 'Sign in again.' });
          }
        },
        end: () => waiting.delete(state),
      };
    },
    endSession(sessionId) {
      for (const state of waiting) {
        state.hasEnded ||= state.sessionId === sessionId;
      }
    },
  };
}
