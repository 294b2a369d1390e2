import { send } from '#lib/adapters/_shared/outbound.ts';
import type { Application } from '#lib/domain/application/application.ts';
import { type Diagnosis, type Finding, isKind, saidBy } from '#lib/domain/connection/diagnosis.ts';
import { fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import type { Cluster } from '#lib/ports/cluster.ts';
import { APPLICATION_KIND } from './application-kind.ts';
import { repositoryKey } from './same-repository.ts';

export type ArgoCdDiagnosisOptions = {
  cluster: Cluster;
  namespace: string;
  /** The name of the application at the root of the ladder. */
  root: string;
  /** Argo CD's own pages, if configured. */
  url?: string;
  /** The variable that a token of its API would be in, where there is none. */
  lacksToken?: string;
  /** Every address of the GitOps repository that the configuration names. */
  repositoryUrls: readonly string[];
};

const TIMEOUT_MS = 5_000;
/** Names to choose from, when the one configured is not there. */
const MOST_NAMES = 10;

/** Looks whether Argo CD is there, with the root that the ladder begins at, and whether that reads the repository. */
export async function diagnoseArgoCd(options: ArgoCdDiagnosisOptions): Promise<Diagnosis> {
  const { cluster, namespace, root, url } = options;
  const [version, pages] = await Promise.all([
    readVersion(cluster, namespace),
    url === undefined ? null : diagnosePages(url),
  ]);
  const findings: Finding[] = [];
  try {
    const application = await findRoot(cluster, namespace, root);
    findings.push(
      ...(application === null
        ? [await withoutRoot(options)]
        : [
            { subject: 'root', state: 'ok' as const, detail: `${application.id} is ${application.health}` },
            diagnoseRepository(application, options.repositoryUrls),
          ]),
    );
  } catch (error) {
    findings.push({ subject: 'root', state: 'problem', detail: whyUnread(error) });
  }
  const known = version ?? pages?.version ?? null;
  return {
    version: known === null ? null : `Argo CD ${known}`,
    identity: null,
    findings: [...findings, ...(pages === null ? [] : [pages.finding]), ...withoutToken(options)],
  };
}

/** All works without one; what does not is said once, here. */
function withoutToken({ lacksToken }: ArgoCdDiagnosisOptions): Finding[] {
  const detail = `none in ${lacksToken}: health by resource in Argo CD 3, what was made from each and what differs are not shown`;
  return lacksToken === undefined ? [] : [{ subject: 'token of its API', state: 'ok', detail }];
}

function whyUnread(error: unknown): string {
  return isKind(error, 'not-found') ? 'Argo CD is not installed in this cluster' : saidBy(error);
}

/** By a list, because the portal needs the right to list and no other. */
async function findRoot(cluster: Cluster, namespace: string, root: string): Promise<Application | null> {
  const query = new URLSearchParams({ fieldSelector: `metadata.name=${root}`, limit: '1' });
  const [item] = itemsOf(fieldsOf(await cluster.get(`${applicationsIn(namespace)}?${query}`)).items, 1);
  return item === undefined ? null : APPLICATION_KIND.toDomain(fieldsOf(item));
}

async function withoutRoot({ cluster, namespace, root }: ArgoCdDiagnosisOptions): Promise<Finding> {
  const list = fieldsOf(await cluster.get(`${applicationsIn(namespace)}?limit=${MOST_NAMES}`));
  const names = itemsOf(list.items, MOST_NAMES).map((item) => textOf(fieldsOf(fieldsOf(item).metadata).name));
  return {
    subject: 'root',
    state: 'problem',
    detail: `there is no application ${namespace}/${root}`,
    remedy:
      names.length === 0
        ? `There are no applications in ${namespace}: check argocd.namespace.`
        : `Check argocd.root; in ${namespace} there are ${names.join(', ')}${names.length < MOST_NAMES ? '' : ', …'}.`,
  };
}

function applicationsIn(namespace: string): string {
  const { group, version, resource } = APPLICATION_KIND;
  return `/apis/${group}/${version}/namespaces/${namespace}/${resource}`;
}

function diagnoseRepository({ sources, id }: Application, repositoryUrls: readonly string[]): Finding {
  const subject = 'repository';
  const known = repositoryUrls.map(repositoryKey);
  const read = sources.map(({ repoUrl }) => repoUrl);
  return read.some((url) => known.includes(repositoryKey(url)))
    ? { subject, state: 'ok', detail: `${id} reads the GitOps repository` }
    : {
        subject,
        state: 'warning',
        detail: `${id} reads ${read.join(', ') || 'no repository'}, which is not known as the GitOps repository`,
        remedy: 'If it is the same repository under another address, add that address to gitops.urls.',
      };
}

/** Argo CD does not write its version into any object; the tag of its own image is the version. */
async function readVersion(cluster: Cluster, namespace: string): Promise<string | null> {
  const query = new URLSearchParams({ labelSelector: 'app.kubernetes.io/part-of=argocd' });
  const list = await cluster.get(`/apis/apps/v1/namespaces/${namespace}/deployments?${query}`).catch(() => null);
  for (const item of itemsOf(fieldsOf(list).items, 100)) {
    const pod = fieldsOf(fieldsOf(fieldsOf(fieldsOf(item).spec).template).spec);
    for (const container of itemsOf(pod.containers, 20)) {
      const tag = /\/argocd:([\w.-]+)/.exec(textOf(fieldsOf(container).image, 512))?.[1];
      if (tag !== undefined) {
        return tag;
      }
    }
  }
  return null;
}

async function diagnosePages(url: string): Promise<{ version: string | null; finding: Finding }> {
  const subject = 'pages';
  const asked = { provider: 'argocd', operation: 'get /api/version' };
  try {
    const { status, body } = await send({
      ...asked,
      url: new URL(`${url.replace(/\/+$/, '')}/api/version`),
      method: 'GET',
      timeoutMs: TIMEOUT_MS,
    });
    const version = status === 200 ? textOf(fieldsOf(JSON.parse(body)).Version, 64) : '';
    return version === ''
      ? { version: null, finding: notArgoCd(`its address answers ${status}, and not as Argo CD does`) }
      : { version, finding: { subject, state: 'ok', detail: `links to ${url} lead to Argo CD` } };
  } catch (error) {
    const detail = error instanceof SyntaxError ? 'what answers at its address is not Argo CD' : saidBy(error);
    return { version: null, finding: notArgoCd(detail) };
  }
}

function notArgoCd(detail: string): Finding {
  return {
    subject: 'pages',
    state: 'warning',
    detail,
    remedy: 'Check argocd.url, or leave it out: it is only linked to, and people may reach what this machine does not.',
  };
}
