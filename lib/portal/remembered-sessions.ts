import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { Clock } from '#lib/ports/clock.ts';

/** Who looked at the portal a moment ago, for while the database cannot say. */
export type RememberedSessions = {
  /**
   * To be called before the database is asked. What it answers is then given to what this returns, which keeps nothing
   * where somebody was forgotten meanwhile: the answer may be from before that.
   */
  ask(): (tokenHash: string, actor: UserActor) => void;
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
  /** How often anybody was forgotten. */
  let age = 0;
  const keep = (tokenHash: string, actor: UserActor) => {
    byHash.delete(tokenHash);
    byHash.set(tokenHash, { actor, at: clock.now() });
    const [oldest] = byHash.keys();
    if (byHash.size > MOST && oldest !== undefined) {
      byHash.delete(oldest);
    }
  };
  return {
    ask() {
      const before = age;
      return (tokenHash, actor) => {
        if (age === before) {
          keep(tokenHash, actor);
        }
      };
    },
    find(tokenHash) {
      const known = byHash.get(tokenHash);
      // A clock that was set back makes nobody younger.
      return known === undefined || Math.abs(clock.now() - known.at) > LONGEST_MS ? null : known.actor;
    },
    forgetToken(tokenHash) {
      // Strangers with secrets of their own making change nothing for anybody.
      age += byHash.delete(tokenHash) ? 1 : 0;
    },
    forget(sessionId) {
      age += 1;
      for (const [tokenHash, { actor }] of byHash) {
        if (actor.sessionId === sessionId) {
          byHash.delete(tokenHash);
        }
      }
    },
  };
}
