import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { ApprovalPolicy } from '#lib/domain/approval/approval.ts';
import { clusterChecks } from './cluster-checks.ts';
import { ConfigError, type ConfigProblem } from './problem.ts';
import { readConfigFile } from './read-file.ts';
import type { ConfigFile } from './schema.ts';
import { loadSecretKey } from './secret-key.ts';
import { type Environment, readSecret, secretName } from './secrets.ts';

export type ForgeConfig = ConfigFile['forges'][number] & {
  clientSecret: string | undefined;
  /** The portal's own token, for what no person is there to do. */
  token: string;
  webhookSecret: string | undefined;
};
export type ClusterConfig = ConfigFile['clusters'][number] & {
  token: string | undefined;
  /** Of an account of Argo CD's own, to ask its API. */
  argocdToken: string | undefined;
};
/** With what it is asked: a token, a password for its `username`, or neither. */
export type PrometheusConfig = NonNullable<ConfigFile['prometheus']> & {
  token: string | undefined;
  password: string | undefined;
};

export type RunnerHostConfig = Omit<ConfigFile['runners'][number], 'url'> & {
  url: string;
  /** Without an App. */
  token: string;
  /** Of the App. */
  privateKey: string;
};

export type GatewayConfig = Omit<NonNullable<ConfigFile['gateway']>, 'writers'> & {
  /** With the key that each is asked with, where it takes one. */
  writers: (NonNullable<ConfigFile['gateway']>['writers'][number] & { apiKey: string | undefined })[];
};

/** Everything the portal needs to know to start: the file with its secrets, checked together. */
export type Config = Omit<ConfigFile, 'approvals' | 'forges' | 'clusters' | 'prometheus' | 'runners' | 'gateway'> & {
  approvals: ApprovalPolicy[];
  forges: ForgeConfig[];
  clusters: ClusterConfig[];
  prometheus: PrometheusConfig | undefined;
  runners: RunnerHostConfig[];
  gateway: GatewayConfig | undefined;
  secretKey: Buffer;
  /** Where state that is not in the database is kept. */
  stateDir: string;
  /** What whoever reads the metrics must know; without it nobody may. */
  metricsToken: string | undefined;
};

export type Places = Pick<Config, 'database' | 'stateDir'>;

/**
 * Reads `portolan.yaml` (or what PORTOLAN_CONFIG names) and the PORTOLAN_* secrets. Paths in the file are relative
 * to it. Throws ConfigError with every problem.
 */
export function loadConfig(environment: Environment, workingDir: string): Config {
  const path = resolve(workingDir, environment.PORTOLAN_CONFIG ?? 'portolan.yaml');
  const file = readConfigFile(path);
  const problems: ConfigProblem[] = [];
  const secret = (needed: boolean, why: string, ...parts: string[]) => {
    const value = readSecret(environment, secretName(...parts));
    if (value === undefined && needed) {
      problems.push({ place: secretName(...parts), key: '', message: `it is missing; expected ${why}` });
    }
    return value;
  };
  const config: Omit<Config, 'secretKey'> = {
    ...file,
    ...placesOf(file, path, environment),
    metricsToken: secret(false, '', 'METRICS', 'TOKEN'),
    templates: file.templates.map((dir) => resolve(dirname(path), dir)),
    forges: file.forges.map((forge) => ({
      ...forge,
      clientSecret: secret(
        actsOn(file).includes(forge.id),
        'the secret of the OAuth application',
        'FORGE',
        forge.id,
        'CLIENT_SECRET',
      ),
      token: secret(true, 'a token of the forge with the scope "api"', 'FORGE', forge.id, 'TOKEN') ?? '',
      webhookSecret: secret(false, '', 'FORGE', forge.id, 'WEBHOOK_SECRET'),
    })),
    clusters: file.clusters.map((cluster) => ({
      ...cluster,
      kubeconfig: cluster.kubeconfig === undefined ? undefined : resolve(dirname(path), cluster.kubeconfig),
      caFile: cluster.caFile === undefined ? undefined : resolve(dirname(path), cluster.caFile),
      token: secret(
        cluster.server !== undefined,
        'a token of a service account that may read',
        'CLUSTER',
        cluster.id,
        'TOKEN',
      ),
      argocdToken: secret(
        cluster.argocd?.refresh === true,
        'the token that argocd.refresh asks with',
        'CLUSTER',
        cluster.id,
        'ARGOCD_TOKEN',
      ),
    })),
    prometheus: file.prometheus && {
      ...file.prometheus,
      token: secret(false, '', 'PROMETHEUS', 'TOKEN'),
      password: secret(
        file.prometheus.username !== undefined,
        'the password that goes with prometheus.username',
        'PROMETHEUS',
        'PASSWORD',
      ),
    },
    approvals: file.approvals.map(({ repositories, ...policy }) => {
      // Who may approve their own work where changes are made from here has not said so of everybody's repositories.
      const about = repositories ?? (policy.solo ? [file.gitops.repository] : undefined);
      return about === undefined ? policy : { ...policy, repositories: about };
    }),
    runners: file.runners.map((host) => ({
      ...host,
      url: host.url ?? 'https://github.com',
      token: secret(host.app === undefined, 'a token that may read runners', 'RUNNERS', host.id, 'TOKEN') ?? '',
      privateKey:
        secret(host.app !== undefined, 'the private key of the GitHub App', 'RUNNERS', host.id, 'PRIVATE_KEY') ?? '',
    })),
    gateway: file.gateway && {
      ...file.gateway,
      writers: file.gateway.writers.map((writer) => ({
        ...writer,
        apiKey: secret(false, '', 'WRITER', writer.id, 'API_KEY'),
      })),
    },
  };
  problems.push(...config.forges.flatMap(signingTokenProblem), ...config.clusters.flatMap(argoCdProblem));
  problems.push(...prometheusProblem(config.prometheus), ...crossChecks(file, path));
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  const embedded = config.database.startsWith('file:');
  const keyFile = embedded ? join(config.stateDir, 'secret.key') : null;
  return { ...config, secretKey: loadSecretKey(readSecret(environment, 'PORTOLAN_SECRET_KEY'), keyFile) };
}

/** Where the portal keeps what it remembers: all that a command needs which asks no other system. Throws ConfigError. */
export function loadPlaces(environment: Environment, workingDir: string): Places {
  const path = resolve(workingDir, environment.PORTOLAN_CONFIG ?? 'portolan.yaml');
  return placesOf(readConfigFile(path), path, environment);
}

function placesOf(file: ConfigFile, path: string, environment: Environment): Places {
  return {
    database: absoluteDatabase(readSecret(environment, 'PORTOLAN_DATABASE_URL') ?? file.database, dirname(path)),
    stateDir: resolve(dirname(path), environment.PORTOLAN_STATE_DIR ?? '.portolan'),
  };
}

/** A signing token that does not spell a key would refuse every delivery, and nobody would know why. */
function signingTokenProblem({ id, webhookSecret = '' }: ForgeConfig): ConfigProblem[] {
  const [, key] = /^whsec_(.*)$/s.exec(webhookSecret) ?? [];
  const isKey = key === undefined || (/^[A-Za-z0-9+/]+={0,2}$/.test(key) && Buffer.from(key, 'base64').length >= 16);
  const message = 'it is no signing token; expected "whsec_" and at least 16 bytes as base64, or a plain secret token';
  return isKey ? [] : [{ place: secretName('FORGE', id, 'WEBHOOK_SECRET'), key: '', message }];
}

/** A token needs somewhere to be shown. */
function argoCdProblem({ id, argocd, argocdToken }: ClusterConfig): ConfigProblem[] {
  const message = 'there is no argocd.url of this cluster to use it at; expected the address of argocd-server';
  const place = secretName('CLUSTER', id, 'ARGOCD_TOKEN');
  return argocdToken !== undefined && argocd?.url === undefined ? [{ place, key: '', message }] : [];
}

/** Who says two things at once of who they are is understood by nobody. */
function prometheusProblem(prometheus: PrometheusConfig | undefined): ConfigProblem[] {
  const isTwice = prometheus?.token !== undefined && prometheus.username !== undefined;
  const message = 'there is a prometheus.username too; expected a token, or a name with PORTOLAN_PROMETHEUS_PASSWORD';
  return isTwice ? [{ place: 'PORTOLAN_PROMETHEUS_TOKEN', key: '', message }] : [];
}

/** The forge that people sign in with: the one named, or the only one. */
export function signInForge(file: Pick<ConfigFile, 'signIn' | 'forges'>): string {
  return file.signIn.forge ?? file.forges[0]?.id ?? '';
}

/** The forges of the watched repositories, that of the GitOps repository first. */
export function watchedForges({ gitops }: Pick<ConfigFile, 'gitops'>): string[] {
  return [...new Set([gitops.forge, ...gitops.watched.map(({ forge = gitops.forge }) => forge)])];
}

/** Those on which people act with an account of their own. */
function actsOn(file: ConfigFile): string[] {
  return file.signIn.mode === 'forge' ? [...new Set([signInForge(file), ...watchedForges(file)])] : [];
}

function absoluteDatabase(url: string, baseDir: string): string {
  const path = url.startsWith('file:') ? url.slice('file:'.length) : null;
  return path === null || isAbsolute(path) ? url : `file:${join(baseDir, path)}`;
}

/** What one part of the file says about another. */
function crossChecks(file: ConfigFile, path: string): ConfigProblem[] {
  const ids = file.forges.map(({ id }) => id);
  const unknown = (key: string, id: string): ConfigProblem[] =>
    ids.includes(id)
      ? []
      : [{ place: path, key, message: `there is no forge "${id}"; expected one of ${ids.join(', ')}` }];
  const lackClient = file.forges.filter(({ id, clientId }) => clientId === undefined && actsOn(file).includes(id));
  const others = [file.clusters, file.models, file.runners].flatMap((list) => list.map(({ id }) => id));
  const repeated = [...ids, ...others].filter((id, index, all) => all.indexOf(id) !== index);
  return [
    ...clusterChecks(file, path),
    ...unknown('gitops.forge', file.gitops.forge),
    ...unknown('signIn.forge', signInForge(file)),
    ...file.gitops.watched.flatMap(({ forge }, index) =>
      forge === undefined ? [] : unknown(`gitops.watched[${index}].forge`, forge),
    ),
    ...lackClient.map((forge) => ({
      place: path,
      key: `forges[${file.forges.indexOf(forge)}].clientId`,
      message:
        forge.id === signInForge(file)
          ? 'it is missing; expected the id of the OAuth application that people sign in with'
          : 'it is missing; expected the id of the OAuth application that people link their accounts with',
    })),
    ...repeated.map((id) => ({
      place: path,
      key: 'id',
      message: `"${id}" names two connections; expected each id once`,
    })),
  ];
}
