/**
 * What the engine makes of the health of an application that another one brings. `passes-on`: it reads what the
 * application reports, so a wave waits for the one before. `none`: an application counts as done once it is made.
 * `own`: a check that somebody wrote, which does not look like either.
 */
export type ChildHealthCheck = 'passes-on' | 'none' | 'own';

/** The parts of the engine's own settings that decide what a sync waits for. */
export type GateSettings = {
  id: string;
  check: ChildHealthCheck;
  /** Some projects have the sync windows of others besides their own. */
  hasGlobalProjects?: true;
};

/** What is known of those settings: read, missing where they should be, or not to be read. */
export type GateKnowledge =
  | { state: 'read'; check: ChildHealthCheck }
  | { state: 'absent' }
  | { state: 'unread'; reason: string; remedy: string };
