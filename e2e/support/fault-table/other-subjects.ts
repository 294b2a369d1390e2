import { resourceType } from '../../../sandbox/kubernetes/resources.ts';
import { SEED_MODELS } from '../../../sandbox/platform/models.ts';
import { ANSWER_FAULTS } from './faults.ts';
import { PAGE_SAYS, type Subject } from './subject.ts';

const PROJECT = 'platform/gitops-platform';

/** Another model is loaded each time, for which the one before has to go. */
const OLLAMA: Subject = {
  title: 'Ollama',
  server: 'ollama',
  faults: ANSWER_FAULTS,
  connection: 'models/ollama',
  async change({ sandbox: { ollama } }, round) {
    await ollama.load(SEED_MODELS[round % SEED_MODELS.length]?.name ?? '');
  },
  holds: ({ sandbox: { ollama } }) =>
    `${ollama.inspect.installed().length} models, ${ollama.inspect.loaded().length} in memory`,
  truth: ({ sandbox: { ollama } }) => ollama.inspect.loaded().map(({ name }) => name),
  async told(read) {
    const { endpoints } = (await read('models')) as {
      endpoints: { held: { loaded: { name: string }[] } | null }[];
    };
    return endpoints.flatMap(({ held }) => held?.loaded.map(({ name }) => name) ?? ['unknown']);
  },
};

type RunnerRows = { rows: { name: string; forge: string; standing: string; id: string }[] };

const GITLAB_RUNNERS: Subject = {
  title: 'runners of GitLab',
  server: 'gitlab',
  path: '/runners',
  faults: ANSWER_FAULTS,
  connection: 'runners/gitlab',
  change: ({ sandbox: { gitlab } }, round) => gitlab.act.setRunnerPaused('kubernetes', round % 2 === 1),
  holds: () => 'runner',
  truth: (_, round) => [round % 2 === 1 ? 'kubernetes is paused' : 'kubernetes takes jobs'],
  async told(read) {
    const { rows } = (await read('runners')) as RunnerRows;
    const runner = rows.find(({ name }) => name === 'kubernetes');
    return runner === undefined ? [] : [`kubernetes ${runner.standing === 'paused' ? 'is paused' : 'takes jobs'}`];
  },
};

/** One comes, one goes, and one changes between being there and not. */
const GITHUB_RUNNERS: Subject = {
  title: 'runners of GitHub',
  server: 'github',
  faults: ANSWER_FAULTS,
  connection: 'runners/github',
  change({ sandbox: { github } }, round) {
    const { service } = github;
    const set = service.registerScaleSet({
      name: 'table-set',
      labels: ['table-set'],
      scope: { organization: 'homelab-platform', repository: null },
      group: 'Default',
    });
    const before = service.runners().find(({ name }) => name === `table-${2 * round - 1}`);
    for (const index of [2 * round + 1, 2 * round + 2]) {
      const runner = service.registerRunner(set?.id ?? 0, `table-${index}`);
      service.setStatus(runner?.id ?? 0, 'online');
    }
    service.removeRunner(before?.id ?? 0);
    const kept = service.runners().find(({ name }) => name === 'gpu-workstation');
    service.setStatus(kept?.id ?? 0, round % 2 === 1 ? 'offline' : 'online');
  },
  holds: () => 'runner',
  // The portal is connected to the organization, and to none of its repositories.
  truth: ({ sandbox: { github } }) =>
    github.service
      .runners()
      .filter(({ scope }) => scope.repository === null)
      .map(({ name, status }) => `${name} ${status}`),
  async told(read) {
    const { rows } = (await read('runners')) as { rows: { id: string; name: string; status: string }[] };
    return rows.filter(({ id }) => id.startsWith('github/')).map(({ name, status }) => `${name} ${status}`);
  },
};

/** A card more each time, and one that holds more than before. */
const PROMETHEUS: Subject = {
  title: 'Prometheus',
  server: 'prometheus',
  path: '/api/v1',
  faults: ANSWER_FAULTS,
  connection: 'prometheus',
  // It has no series of machines.
  wellState: 'warning',
  change({ samples }, round) {
    const measuredAt = Math.floor(Date.now() / 1000);
    const card = (index: number, value: number) => ({
      name: 'DCGM_FI_DEV_FB_USED',
      labels: { Hostname: 'gpu-001', gpu: String(index), UUID: `GPU-${index}`, modelName: 'Table' },
      value,
      measuredAt,
    });
    const numbers = [0, ...(round === 0 ? [1] : [2 * round, 2 * round + 1])];
    samples.splice(0, samples.length, ...numbers.map((index) => card(index, 1000 + round)));
  },
  holds: ({ samples }) => `${samples.length} card`,
  truth: ({ samples }) => [`${samples.length} cards`],
  async told(read) {
    const { connections } = (await read('connections')) as { connections: { id: string; holds: string }[] };
    const holds = connections.find(({ id }) => id === 'prometheus')?.holds ?? '';
    return [holds.replace(/,.*/, '')];
  },
};

/** What was deployed of an application, and what the forge tells of the commit. */
const COMMITS: Subject = {
  title: 'commits of GitLab',
  server: 'gitlab',
  path: '/repository/',
  standsOn: 'homelab/applications',
  faults: ANSWER_FAULTS,
  connection: 'forges/gitlab',
  async change({ sandbox: { gitlab, store } }, round) {
    const changes = {
      [`notes/${round}.md`]: 'added',
      'notes/kept.md': `of round ${round}`,
      ...(round === 0 ? {} : { [`notes/${round - 1}.md`]: null }),
    };
    const revision = await gitlab.act.push(PROJECT, 'main', changes, 'ada', `Round ${round} of the table`);
    const application = store.get(APPLICATION, 'argocd', 'dev-platform');
    const history = [{ id: round + 1, revision, deployedAt: '2026-11-20T00:00:00Z' }];
    if (application !== undefined) {
      store.update(APPLICATION, { ...application, status: { ...(application.status as object), history } });
    }
  },
  holds: () => '',
  truth: (_, round) => [`Round ${round} of the table`],
  async told(read) {
    const { notes, reason } = (await read('commits', OF_ROOT)) as {
      notes: Record<string, { title: string }>;
      reason: string;
    };
    return reason === '' ? Object.values(notes).map(({ title }) => title) : [`${PAGE_SAYS}: ${reason}`];
  },
};

const APPLICATION = resourceType('Application');
const OF_ROOT = { namespace: 'argocd', name: 'dev-platform' };

export const OTHER_SUBJECTS: readonly Subject[] = [OLLAMA, GITLAB_RUNNERS, GITHUB_RUNNERS, PROMETHEUS, COMMITS];
