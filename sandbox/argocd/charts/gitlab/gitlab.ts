import { hashText } from '../../../controllers/api/draw.ts';
import { type Fields, textOf } from '../../../controllers/api/fields.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import type { Chart } from '../../helm/chart.ts';
import { at, configMap } from '../build/objects.ts';
import { gitlabComponents } from './components.ts';
import type { GitlabContext } from './gitlab-context.ts';
import { gitlabIngresses } from './ingresses.ts';
import { gitlabJobs } from './jobs.ts';
import { gitlabDatabases } from './stores.ts';

/** The version of GitLab a chart carries: 8.7.9 is 17.7.7. */
const APP_VERSIONS: Record<string, string> = {
  '9.5.1': 'v18.5.1',
  '9.0.3': 'v18.0.3',
  '8.11.8': 'v17.11.7',
  '8.7.9': 'v17.7.7',
  '8.7.2': 'v17.7.2',
  '8.0.0': 'v17.0.0',
};

function config(context: GitlabContext, name: string): KubeObject {
  const { namespace, release, values } = context;
  const app = name.replace('gitlab-', '');
  const labels = { app, chart: `${app}-${context.version}`, release };
  const hosts = textOf(at(values, 'global.hosts.domain'));
  return configMap(
    { name: `${release}-${app}`, namespace, labels },
    { configure: `# ${app}`, 'gitlab.yml': `host: gitlab.${hosts}` },
  );
}

/** charts.gitlab.io: the cloud native GitLab with its bundled PostgreSQL, Redis and MinIO. */
export const gitlab: Chart = {
  name: 'gitlab',
  repoURL: 'https://charts.gitlab.io',
  versions: Object.keys(APP_VERSIONS),
  defaults: {
    global: { edition: 'ee', hosts: { domain: 'example.com', https: true }, ingress: { class: 'nginx' } },
    gitlab: {
      webservice: { minReplicas: 2, maxReplicas: 10 },
      sidekiq: { minReplicas: 1, maxReplicas: 10 },
      'gitlab-shell': { minReplicas: 2, maxReplicas: 10 },
      'gitlab-exporter': { enabled: true },
    },
    registry: { enabled: true, hpa: { minReplicas: 2, maxReplicas: 10 } },
    postgresql: { install: true },
    redis: { install: true },
  },
  render(given) {
    const edition = at(given.values, 'global.edition') === 'ce' ? 'ce' : 'ee';
    const context: GitlabContext = {
      ...given,
      edition,
      appVersion: APP_VERSIONS[given.version] ?? 'v17.7.7',
      configurationHash: hashText(JSON.stringify(given.values as Fields))
        .toString(16)
        .padStart(8, '0')
        .slice(0, 7),
    };
    const names = ['gitlab-webservice', 'gitlab-sidekiq', 'gitlab-gitaly', 'gitlab-toolbox', 'gitlab-migrations'];
    return [
      ...names.map((name) => config(context, name)),
      ...gitlabJobs(context),
      ...gitlabDatabases(context),
      ...gitlabComponents(context),
      ...gitlabIngresses(context),
    ];
  },
};
