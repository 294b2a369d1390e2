import type { ProjectRule } from '#lib/domain/runner/access-rule.ts';
import { orRefused, type Reader } from './reader.ts';
import { Project } from './schema.ts';

export type ProjectBook = {
  /** What the projects let run their jobs, as it was at most some minutes ago. */
  read(paths: readonly string[], signal?: AbortSignal): Promise<ProjectRule[]>;
};

/** Settings that somebody changes once in a project's life. */
const FRESH_MS = 5 * 60_000;

export function createProjectBook(reader: Reader, now: () => number): ProjectBook {
  const rules = new Map<string, { rule: ProjectRule; readAt: number }>();
  return {
    read: (paths, signal) =>
      Promise.all(
        paths.map(async (path) => {
          const known = rules.get(path);
          if (known !== undefined && Math.abs(now() - known.readAt) < FRESH_MS) {
            return known.rule;
          }
          const told = await orRefused(() => reader.one(`/projects/${encodeURIComponent(path)}`, Project, signal));
          const rule: ProjectRule = {
            kind: 'project',
            id: `project/${path}`,
            path,
            instanceRunners: told?.shared_runners_enabled ?? null,
            groupRunners: told?.group_runners_enabled ?? null,
          };
          rules.set(path, { rule, readAt: now() });
          return rule;
        }),
      ),
  };
}
