import { type Fields, numberOf } from '../../../controllers/api/fields.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { at, service, serviceAccount } from '../build/objects.ts';
import { container, deployment } from '../build/workloads.ts';
import type { GitlabContext } from './gitlab-context.ts';

const CNG = 'registry.gitlab.com/gitlab-org/build/cng';
const USER = { runAsUser: 1000, fsGroup: 1000 };
const CONTAINER = { runAsNonRoot: true, allowPrivilegeEscalation: false };

export function gitlabLabels(context: GitlabContext, app: string): Record<string, string> {
  return { app, chart: `${app}-${context.version}`, heritage: 'Helm', release: context.release };
}

/** Secrets that GitLab's own job draws; a pod that starts before it waits for them. */
function secretVolume(release: string, names: readonly string[]): Fields {
  const sources = names.map((name) => ({ secret: { name: `${release}-${name}` } }));
  return { name: 'init-secrets', projected: { defaultMode: 256, sources } };
}

type Component = {
  app: string;
  image: string;
  section: string;
  ports: Record<string, number>;
  ready?: [path: string, port: number, delaySeconds: number];
  secrets: string[];
  sidecars?: Fields[];
  needsMigration?: boolean;
};

function component(context: GitlabContext, name: string, part: Component): KubeObject[] {
  const { values, namespace, release, appVersion } = context;
  const labels = gitlabLabels(context, part.app);
  const selector = { app: part.app, release };
  const main = container({
    name: part.app,
    image: part.image,
    ports: part.ports,
    ...(part.ready === undefined ? {} : { ready: part.ready }),
    resources: at(values, `${part.section}.resources`),
    securityContext: CONTAINER,
    mounts: [['init-secrets', '/init-secrets']],
  });
  const dependencies = container({
    name: 'dependencies',
    image: `${CNG}/gitlab-${part.app === 'webservice' ? 'webservice' : 'sidekiq'}-${context.edition}:${appVersion}`,
    args: ['/scripts/wait-for-deps'],
    securityContext: CONTAINER,
  });
  return [
    serviceAccount({ name, namespace, labels }),
    deployment({
      name,
      namespace,
      labels,
      selector,
      replicas: numberOf(at(values, `${part.section}.minReplicas`) ?? at(values, `${part.section}.hpa.minReplicas`), 1),
      pod: {
        serviceAccountName: name,
        securityContext: USER,
        ...(part.needsMigration ? { initContainers: [dependencies] } : {}),
        containers: [main, ...(part.sidecars ?? [])],
        volumes: [secretVolume(release, part.secrets)],
      },
    }),
    ...(Object.keys(part.ports).length > 0 ? [service({ name, namespace, labels }, selector, part.ports)] : []),
  ];
}

type Row = [name: string, part: Component, isOn: boolean];

const RAILS_SECRETS = ['rails-secret', 'postgresql-password', 'redis-secret', 'gitaly-secret'];

/** What runs GitLab's own code and waits for the database to be migrated. */
function railsComponents(context: GitlabContext): Row[] {
  const { values, release, appVersion, edition } = context;
  const image = (name: string) => `${CNG}/${name}-${edition}:${appVersion}`;
  const workhorse = container({
    name: 'gitlab-workhorse',
    image: image('gitlab-workhorse'),
    ports: { 'http-workhorse': 8181 },
    ready: ['/-/readiness', 8181, 5],
    resources: at(values, 'gitlab.webservice.workhorse.resources'),
    securityContext: CONTAINER,
  });
  const webservice: Component = {
    app: 'webservice',
    image: image('gitlab-webservice'),
    section: 'gitlab.webservice',
    ports: { 'http-webservice': 8080, 'http-metrics': 8083 },
    ready: ['/-/readiness', 8080, 8],
    secrets: [...RAILS_SECRETS, 'gitlab-shell-secret'],
    sidecars: [workhorse],
    needsMigration: true,
  };
  const sidekiq: Component = {
    app: 'sidekiq',
    image: image('gitlab-sidekiq'),
    section: 'gitlab.sidekiq',
    ports: { 'http-metrics': 3807 },
    ready: ['/readiness', 3807, 6],
    secrets: RAILS_SECRETS,
    needsMigration: true,
  };
  const toolbox: Component = {
    app: 'toolbox',
    image: image('gitlab-toolbox'),
    section: 'gitlab.toolbox',
    ports: {},
    secrets: [...RAILS_SECRETS, 'minio-secret'],
    needsMigration: true,
  };
  return [
    [`${release}-webservice-default`, webservice, true],
    [`${release}-sidekiq-all-in-1-v2`, sidekiq, true],
    [`${release}-toolbox`, toolbox, true],
  ];
}

function otherComponents({ values, release }: GitlabContext): Row[] {
  const shell: Component = {
    app: 'gitlab-shell',
    image: `${CNG}/gitlab-shell:v14.39.0`,
    section: 'gitlab.gitlab-shell',
    ports: { ssh: 2222 },
    secrets: ['gitlab-shell-secret'],
  };
  const registry: Component = {
    app: 'registry',
    image: `${CNG}/gitlab-container-registry:v4.14.0-gitlab`,
    section: 'registry',
    ports: { 'http-registry': 5000 },
    ready: ['/debug/health', 5001, 5],
    secrets: ['registry-secret', 'minio-secret'],
  };
  const exporter: Component = {
    app: 'gitlab-exporter',
    image: `${CNG}/gitlab-exporter:15.2.1`,
    section: 'gitlab.gitlab-exporter',
    ports: { metrics: 9168 },
    secrets: ['postgresql-password', 'redis-secret'],
  };
  return [
    [`${release}-gitlab-shell`, shell, true],
    [`${release}-registry`, registry, at(values, 'registry.enabled') !== false],
    [`${release}-gitlab-exporter`, exporter, at(values, 'gitlab.gitlab-exporter.enabled') !== false],
  ];
}

/** Everything of GitLab that is a Deployment. */
export function gitlabComponents(context: GitlabContext): KubeObject[] {
  const rows = [...railsComponents(context), ...otherComponents(context)];
  return rows.flatMap(([name, part, isOn]) => (isOn ? component(context, name, part) : []));
}
