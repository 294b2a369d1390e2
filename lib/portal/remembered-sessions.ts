import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { Clock } from '#lib/ports/clock.ts';

/** Who looked at the portal a moment ago, for while the database cannot say. */
export type RememberedSessions = {
  keep(tokenHash: string, actor: UserActor): void;
  /** Who it was within the last minute; null when that is longer ago or nobody. */
  find(tokenHash: string): UserActor | null;
  /** The secret is nobody's. */
  forgetToken(tokenHash: string): void;
  /** The session ended. */
  forget(sessionId: string): void;
};

/** As long as live streams go on without an answer: the restart of a database sends nobody away. */
const LONGEST_MS = 60_000;
const MOST = 1000;

export function createRememberedSessions(clock: Pick<Clock, 'now'>): RememberedSessions {
  const byHash = new Map<string, { actor: UserActor; at: number }>();
  return {
    keep(tokenHash, actor) {
      byHash.delete(tokenHash);
      byHash.set(tokenHash, { actor, at: clock.now() });
      const [oldest] = byHash.keys();
      if (byHash.size > MOST && oldest !== undefined) {
        byHash.delete(oldest);
      }
    },
    find(tokenHash) {
      const known = byHash.get(tokenHash);
      // A clock that was set back makes nobody younger.
      return known === undefined || Math.abs(clock.now() - known.at) > LONGEST_MS ? null : known.actor;
    },
    forgetToken: (tokenHash) => byHash.delete(tokenHash),
    forget(sessionId) {
      for (const [tokenHash, { actor }] of byHash) {
        if (actor.sessionId === sessionId) {
          byHash.delete(tokenHash);
        }
      }
    },
  };
}
