import { type Diagnosis, type Finding, isKind, saidBy } from '#lib/domain/connection/diagnosis.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import type { AccessQuestion, Cluster, KindDescriptor } from '#lib/ports/cluster.ts';
import { listPath, qualifiedName, readRule, roleOf, whatBrings } from './kind-names.ts';

type Kind = Pick<KindDescriptor<never>, 'group' | 'version' | 'resource' | 'isOptional' | 'only'>;

export type ClusterDiagnosisOptions = {
  cluster: Cluster;
  /** What is mirrored, and so must be readable. */
  kinds: readonly Kind[];
  /** Where its address is configured, and its credentials: for remedies. */
  address: string;
  credentials: string;
};

/** Rights that Portolan never uses. One of each sort is enough to tell a token that was given too much. */
const UNUSED: readonly AccessQuestion[] = [
  { verb: 'create', group: 'apps', resource: 'deployments' },
  { verb: 'patch', group: 'argoproj.io', resource: 'applications' },
  { verb: 'delete', group: '', resource: 'pods' },
  { verb: 'get', group: '', resource: 'secrets' },
];

const addTo = (role: string) => `Add this to the rules of Portolan's ${role} (deploy/rbac.yaml):`;
const SCHEMAS_RULE = '- nonResourceURLs: ["/openapi/v3", "/openapi/v3/*"]\n  verbs: ["get"]';

/** Looks whether the portal can read what it shows of a cluster, by reading it and by asking for its rights. */
export async function diagnoseCluster(options: ClusterDiagnosisOptions): Promise<Diagnosis> {
  const { cluster, kinds } = options;
  const server = await diagnoseServer(options);
  if (server.finding.state === 'problem') {
    return { version: null, identity: null, findings: [server.finding] };
  }
  const [identity, rights, schemas, unused] = await Promise.all([
    cluster.whoAmI().catch(() => null),
    Promise.all(kinds.map((kind) => diagnoseKind(cluster, kind))),
    diagnoseSchemas(cluster),
    diagnoseUnused(cluster),
  ]);
  return { version: server.version, identity, findings: [server.finding, ...rights, schemas, unused] };
}

async function diagnoseServer(options: ClusterDiagnosisOptions): Promise<{ version: string | null; finding: Finding }> {
  const subject = 'API server';
  try {
    const version = textOf(fieldsOf(await options.cluster.get('/version')).gitVersion);
    return {
      version: version === '' ? null : `Kubernetes ${version}`,
      finding: { subject, state: 'ok', detail: 'it answers and accepts the credentials' },
    };
  } catch (error) {
    if (isKind(error, 'forbidden')) {
      return { version: null, finding: { subject, state: 'ok', detail: 'it answers, and does not tell its version' } };
    }
    return {
      version: null,
      finding: { subject, state: 'problem', detail: saidBy(error), remedy: remedyOf(error, options) },
    };
  }
}

function remedyOf(error: unknown, { address, credentials }: ClusterDiagnosisOptions): string {
  if (!isKind(error, 'auth')) {
    return `Check ${address}, that this machine reaches it, and that its certificate's authority is named.`;
  }
  // Without a status nobody has refused anything: a file could not be read here.
  return error instanceof ExternalError && error.status === undefined
    ? `Check ${address}: the files named there must be readable for the account that Portolan runs as.`
    : `Give Portolan credentials that this cluster accepts: ${credentials}.`;
}

/** Both verbs are needed: with `list` alone there is a state to show, but it ages. */
async function diagnoseKind(cluster: Cluster, kind: Kind): Promise<Finding> {
  const name = qualifiedName(kind);
  const subject = `read ${name}`;
  try {
    await cluster.get(listPath(kind, { limit: '1' }));
    if (await cluster.may({ verb: 'watch', group: kind.group, resource: kind.resource, ...kind.only })) {
      return { subject, state: 'ok', detail: 'list and watch' };
    }
    return missing(subject, `the token may list ${name}, and may not watch them`, kind);
  } catch (error) {
    if (isKind(error, 'forbidden')) {
      return missing(subject, `the token may not list ${name}`, kind);
    }
    if (isKind(error, 'not-found') && kind.isOptional) {
      return { subject, state: 'ok', detail: 'this kind is not installed in the cluster, and need not be' };
    }
    return isKind(error, 'not-found')
      ? { subject, state: 'problem', detail: 'this kind is not installed in the cluster', remedy: whatBrings(kind) }
      : { subject, state: 'problem', detail: saidBy(error) };
  }
}

function missing(subject: string, detail: string, kind: Kind): Finding {
  return { subject, state: 'problem', detail, remedy: addTo(roleOf(kind)), copy: readRule(kind) };
}

async function diagnoseSchemas(cluster: Cluster): Promise<Finding> {
  const subject = 'read schemas';
  try {
    await cluster.get('/openapi/v3');
    return { subject, state: 'ok', detail: 'the cluster tells the shapes of its own kinds' };
  } catch (error) {
    const detail = 'manifests of custom kinds are not checked against their schemas';
    return isKind(error, 'forbidden')
      ? { subject, state: 'warning', detail, remedy: addTo('ClusterRole'), copy: SCHEMAS_RULE }
      : { subject, state: 'warning', detail: `${detail}: ${saidBy(error)}` };
  }
}

async function diagnoseUnused(cluster: Cluster): Promise<Finding> {
  const subject = 'rights to write';
  try {
    const answers = await Promise.all(UNUSED.map((question) => cluster.may(question)));
    const held = UNUSED.filter((_, index) => answers[index]).map(
      ({ verb, ...kind }) => `${verb} ${qualifiedName(kind)}`,
    );
    return held.length === 0
      ? { subject, state: 'ok', detail: 'none, as it should be' }
      : {
          subject,
          state: 'warning',
          detail: `the token may ${held.join(', ')}; Portolan never does`,
          remedy: 'Give it an account of its own that may only get, list and watch.',
        };
  } catch (error) {
    return { subject, state: 'unknown', detail: saidBy(error) };
  }
}
