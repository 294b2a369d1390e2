import type { RunnerGroup } from './runner.ts';

/** Who may use a runner group of an organization on GitHub. A cluster tells of a scale set's group only its name. */
export type GroupRule = { kind: 'group'; id: string; organization: string; group: RunnerGroup };

/** Which runners a project of GitLab lets take its jobs; null where that could not be read. */
export type ProjectRule = {
  kind: 'project';
  id: string;
  path: string;
  instanceRunners: boolean | null;
  groupRunners: boolean | null;
};

/** What a forge tells of who may use which runners, apart from the runners themselves. */
export type AccessRule = GroupRule | ProjectRule;
