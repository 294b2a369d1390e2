import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from './load.ts';
import { ConfigError } from './problem.ts';
import { parseConfig } from './read-file.ts';

const VALID = `url: http://localhost:3000
signIn:
  mode: forge
roles:
  developer: [platform/developers]
forges:
  - id: gitlab
    kind: gitlab
    url: https://gitlab.homelab.local
    clientId: abc
clusters:
  - id: homelab
    server: https://10.0.0.1:6443
    argocd:
      root: dev-platform
gitops:
  forge: gitlab
  repository: platform/gitops-platform
`;

const SECRETS = {
  PORTOLAN_FORGE_GITLAB_CLIENT_SECRET: 's',
  PORTOLAN_FORGE_GITLAB_TOKEN: 't',
  PORTOLAN_CLUSTER_HOMELAB_TOKEN: 'k',
};

function problemsOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.split('\n');
    }
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  it('fills in what is not said', () => {
    expect(parseConfig(VALID, 'portolan.yaml')).toMatchObject({
      database: 'file:.portolan/portolan.db',
      signIn: { mode: 'forge', sessionHours: 12 },
      gitops: { branch: 'main', urls: [] },
      approvals: [],
    });
  });

  it.each([
    [
      'a wrong value',
      ['mode: forge', 'mode: ldap'],
      'p.yaml:3:9: signIn.mode: expected "forge" (people sign in with the forge) or "single-user"',
    ],
    [
      'a key that does not exist',
      ['clientId: abc', 'clientID: abc'],
      'p.yaml:10:5: forges[0].clientID: there is no such key; see docs/configuration.md for those there are',
    ],
    [
      'a missing value, at the line above it',
      ['      root: dev-platform\n', '      namespace: argocd\n'],
      'p.yaml:14:5: clusters[0].argocd.root: it is missing; expected a text',
    ],
    [
      'an address that is none',
      ['url: http://localhost:3000', 'url: localhost:3000'],
      'p.yaml:1:6: url: expected an address that starts with http:// or https://',
    ],
    [
      'two ways to reach a cluster',
      ['    argocd:', '    inCluster: true\n    argocd:'],
      'p.yaml:12:5: clusters[0]: expected exactly one of "kubeconfig", "inCluster: true" and "server"',
    ],
    [
      'a value of another type',
      ['url: http://localhost:3000', 'url: 3000'],
      'p.yaml:1:6: url: expected an address that starts with http:// or https://, not a number',
    ],
    [
      'a mapping that is a list',
      ['  developer: [platform/developers]', '  - developer'],
      'p.yaml:5:3: roles: expected a mapping of keys, not a list',
    ],
    [
      'nothing behind a key',
      ['  mode: forge', '  mode:'],
      'p.yaml:3:8: signIn.mode: it is missing; expected "forge" (people sign in with the forge) or "single-user"',
    ],
    [
      'an empty list',
      ['[platform/developers]', '[""]'],
      'p.yaml:5:15: roles.developer[0]: expected a text of at least 1 character',
    ],
    [
      'an alias of nothing',
      ['mode: forge', 'mode: *other'],
      'p.yaml:1:1: Unresolved alias (the anchor must be set before the alias): other',
    ],
    ['a repeated key', ['  mode: forge', '  mode: forge\n  mode: forge'], 'p.yaml:4:3: Map keys must be unique'],
  ])('names the key, its place and what was expected of %s', (_, [from = '', to = ''], problem) => {
    expect(problemsOf(() => parseConfig(VALID.replace(from, to), 'p.yaml'))).toEqual([problem]);
  });
});

it('lists all problems of a file in its order', () => {
  const text = VALID.replace('mode: forge', 'mode: ldap').replace('clientId: abc', 'clientId: []');
  expect(problemsOf(() => parseConfig(`colour: red\n${text}`, 'p.yaml')).map((line) => line.split(':')[1])).toEqual([
    '1',
    '4',
    '11',
  ]);
});

describe('loadConfig', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'portolan-config-'));
    writeFileSync(join(dir, 'portolan.yaml'), VALID);
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('puts the secrets in and makes a key for the embedded database that stays the same', () => {
    const config = loadConfig(SECRETS, dir);
    expect(config).toMatchObject({
      database: `file:${join(dir, '.portolan/portolan.db')}`,
      forges: [{ clientSecret: 's', token: 't' }],
      clusters: [{ token: 'k' }],
    });
    expect(loadConfig(SECRETS, dir).secretKey).toEqual(config.secretKey);
  });

  it('watches each repository once', () => {
    const watched = (...paths: string[]) =>
      writeFileSync(
        join(dir, 'portolan.yaml'),
        VALID.replace(/^(\s+)(repository: .*)$/m, (_, space: string, own: string) => {
          const list = paths.map((path) => `{ repository: ${path} }`).join(', ');
          return `${space}${own}\n${space}watched: [${list}]`;
        }),
      );
    watched('team/apps', 'team/data');
    expect(loadConfig(SECRETS, dir).gitops.watched).toMatchObject([{ repository: 'team/apps', branch: 'main' }, {}]);
    for (const paths of [['team/apps', 'team/apps'], [loadConfig(SECRETS, dir).gitops.repository]]) {
      watched(...paths);
      expect(problemsOf(() => loadConfig(SECRETS, dir))[0]).toContain('each repository once');
    }
  });

  it.each<[string, string[], string[]]>([
    ['without an Argo CD', ['{id: edge, inCluster: true, destinations: [edge]}'], []],
    ['with one of its own', ['{id: edge, inCluster: true, argocd: {root: a}}'], []],
    [
      'that is a destination twice',
      [
        '{id: edge, inCluster: true, destinations: ["https://e"]}',
        '{id: lab, inCluster: true, destinations: ["https://e/"]}',
      ],
      ['clusters[2].destinations[0]: "https://e/" is a destination of "edge" already; expected each in one cluster'],
    ],
    [
      'under the name of every own cluster',
      ['{id: edge, inCluster: true, destinations: [in-cluster]}'],
      [
        'clusters[1].destinations[0]: "in-cluster" is the cluster that an Argo CD runs in itself; expected another name or server',
      ],
    ],
    [
      'of the same id',
      ['{id: homelab, inCluster: true}'],
      ['id: "homelab" names two connections; expected each id once'],
    ],
  ])('takes a second cluster %s, or tells what is wrong with it', (_, clusters, problems) => {
    const text = clusters.map((cluster) => `  - ${cluster}\n`).join('');
    writeFileSync(join(dir, 'portolan.yaml'), VALID.replace('gitops:', `${text}gitops:`));
    const place = join(dir, 'portolan.yaml');
    expect(problemsOf(() => loadConfig(SECRETS, dir))).toEqual(problems.map((problem) => `${place}: ${problem}`));
  });

  it('takes no first cluster without an Argo CD', () => {
    writeFileSync(join(dir, 'portolan.yaml'), VALID.replace('    argocd:\n      root: dev-platform\n', ''));
    expect(problemsOf(() => loadConfig(SECRETS, dir))).toEqual([
      `${join(dir, 'portolan.yaml')}: clusters[0].argocd: it is missing; expected that of the Argo CD which reads the GitOps repository: its cluster comes first`,
    ]);
  });

  it('reads a secret from a file', () => {
    writeFileSync(join(dir, 'token'), 'from-file\n');
    const { PORTOLAN_FORGE_GITLAB_TOKEN: _, ...others } = SECRETS;
    const config = loadConfig({ ...others, PORTOLAN_FORGE_GITLAB_TOKEN_FILE: join(dir, 'token') }, dir);
    expect(config.forges[0]?.token).toBe('from-file');
  });

  it('lists every secret that is missing, by the name of its variable', () => {
    expect(problemsOf(() => loadConfig({}, dir))).toEqual([
      'PORTOLAN_FORGE_GITLAB_CLIENT_SECRET: it is missing; expected the secret of the OAuth application',
      'PORTOLAN_FORGE_GITLAB_TOKEN: it is missing; expected a token of the forge with the scope "api"',
      'PORTOLAN_CLUSTER_HOMELAB_TOKEN: it is missing; expected a token of a service account that may read',
    ]);
  });

  it('asks for who the portal is at Prometheus only where that is said, and once', () => {
    const withPrometheus = (more = '') =>
      writeFileSync(join(dir, 'portolan.yaml'), `${VALID}prometheus: {url: "http://prometheus:9090"${more}}\n`);
    const TOKEN = { ...SECRETS, PORTOLAN_PROMETHEUS_TOKEN: 'p' };
    expect(loadConfig(TOKEN, dir).prometheus).toBeUndefined();
    withPrometheus();
    expect(loadConfig(SECRETS, dir).prometheus).toMatchObject({ instances: [], token: undefined, password: undefined });
    expect(loadConfig(TOKEN, dir).prometheus).toMatchObject({ token: 'p' });
    withPrometheus(', username: reader');
    expect(problemsOf(() => loadConfig(TOKEN, dir))).toEqual([
      'PORTOLAN_PROMETHEUS_PASSWORD: it is missing; expected the password that goes with prometheus.username',
      'PORTOLAN_PROMETHEUS_TOKEN: there is a prometheus.username too; expected a token, or a name with PORTOLAN_PROMETHEUS_PASSWORD',
    ]);
  });

  it('takes a token of Argo CD only with somewhere to use it, and wants one where people may have it look', () => {
    const withArgoCd = (more: string) =>
      writeFileSync(join(dir, 'portolan.yaml'), VALID.replace('root: dev-platform', `root: dev-platform\n${more}`));
    const TOKEN = { ...SECRETS, PORTOLAN_CLUSTER_HOMELAB_ARGOCD_TOKEN: 'a' };
    withArgoCd('');
    expect(problemsOf(() => loadConfig(TOKEN, dir))).toEqual([
      'PORTOLAN_CLUSTER_HOMELAB_ARGOCD_TOKEN: there is no argocd.url of this cluster to use it at; expected the address of argocd-server',
    ]);
    withArgoCd('      url: https://argocd.lab');
    expect(loadConfig(SECRETS, dir).clusters[0]).toMatchObject({ argocdToken: undefined, argocd: { refresh: false } });
    expect(loadConfig(TOKEN, dir).clusters[0]).toMatchObject({ argocdToken: 'a' });
    withArgoCd('      url: https://argocd.lab\n      refresh: true');
    expect(problemsOf(() => loadConfig(SECRETS, dir))).toEqual([
      'PORTOLAN_CLUSTER_HOMELAB_ARGOCD_TOKEN: it is missing; expected the token that argocd.refresh asks with',
    ]);
  });

  it('wants a key of its own for a database that several portals may share', () => {
    const environment = { ...SECRETS, PORTOLAN_DATABASE_URL: 'postgresql://db/portolan' };
    expect(problemsOf(() => loadConfig(environment, dir))).toEqual([
      'PORTOLAN_SECRET_KEY: it is missing; expected 32 random bytes as base64, from "openssl rand -base64 32"',
    ]);
    expect(problemsOf(() => loadConfig({ ...environment, PORTOLAN_SECRET_KEY: 'c2hvcnQ=' }, dir))).toEqual([
      'PORTOLAN_SECRET_KEY: expected 32 bytes as base64, got 5; "openssl rand -base64 32" makes one',
    ]);
  });

  it('says where the file should be when there is none', () => {
    expect(problemsOf(() => loadConfig({ PORTOLAN_CONFIG: 'other.yaml' }, dir))).toEqual([
      `${join(dir, 'other.yaml')}: there is no such file; copy docs/portolan.example.yaml, or name another one with PORTOLAN_CONFIG`,
    ]);
  });

  it('refuses a reference to a forge that is not there', () => {
    writeFileSync(join(dir, 'portolan.yaml'), VALID.replace('forge: gitlab', 'forge: gitea'));
    expect(problemsOf(() => loadConfig(SECRETS, dir))).toEqual([
      `${join(dir, 'portolan.yaml')}: gitops.forge: there is no forge "gitea"; expected one of gitlab`,
    ]);
  });

  it('takes GitHub for a forge, and says which kinds there are', () => {
    const withKind = (kind: string) =>
      writeFileSync(join(dir, 'portolan.yaml'), VALID.replace('kind: gitlab', `kind: ${kind}`));
    withKind('github');
    expect(loadConfig(SECRETS, dir).forges).toMatchObject([{ kind: 'github' }]);
    withKind('bitbucket');
    expect(problemsOf(() => loadConfig(SECRETS, dir))[0]).toContain('"gitlab", "github", or "gitea"');
  });

  describe('runners on GitHub', () => {
    const withRunners = (...lines: string[]) =>
      writeFileSync(join(dir, 'portolan.yaml'), `${VALID}runners:\n  - kind: github\n    ${lines.join('\n    ')}\n`);

    it('are read with a token, or as an App with its key', () => {
      withRunners('id: github', 'organizations: [octo]');
      expect(problemsOf(() => loadConfig(SECRETS, dir))).toEqual([
        'PORTOLAN_RUNNERS_GITHUB_TOKEN: it is missing; expected a token that may read runners',
      ]);
      const config = loadConfig({ ...SECRETS, PORTOLAN_RUNNERS_GITHUB_TOKEN: 'g' }, dir);
      expect(config.runners).toMatchObject([{ url: 'https://github.com', organizations: ['octo'], token: 'g' }]);
      withRunners('id: github', 'organizations: [octo]', 'app: { id: Iv23, installation: 7 }');
      expect(problemsOf(() => loadConfig(SECRETS, dir))).toEqual([
        'PORTOLAN_RUNNERS_GITHUB_PRIVATE_KEY: it is missing; expected the private key of the GitHub App',
      ]);
      const asApp = loadConfig({ ...SECRETS, PORTOLAN_RUNNERS_GITHUB_PRIVATE_KEY: 'pem' }, dir);
      expect(asApp.runners).toMatchObject([{ app: { id: 'Iv23', installation: 7 }, token: '', privateKey: 'pem' }]);
    });

    it('of a Gitea have an address, and may be those of the whole instance', () => {
      const withGitea = (line: string) =>
        writeFileSync(join(dir, 'portolan.yaml'), `${VALID}runners:\n  - { id: gitea, kind: gitea, ${line} }\n`);
      const secrets = { ...SECRETS, PORTOLAN_RUNNERS_GITEA_TOKEN: 't' };
      withGitea('url: "https://git.example", instance: true');
      expect(loadConfig(secrets, dir).runners).toMatchObject([{ url: 'https://git.example', instance: true }]);
      withGitea('organizations: [acme]');
      expect(problemsOf(() => loadConfig(secrets, dir))[0]).toContain('runners[0].url');
      withGitea('url: "https://git.example", organizations: [acme], app: { id: a, installation: 1 }');
      expect(problemsOf(() => loadConfig(secrets, dir))[0]).toContain('"app" for GitHub');
    });

    it('name where to look, and have an id of their own', () => {
      withRunners('id: github');
      expect(problemsOf(() => loadConfig(SECRETS, dir))[0]).toContain(
        'at least one of "organizations" and "repositories"',
      );
      withRunners('id: github', 'repositories: [octo]');
      expect(problemsOf(() => loadConfig(SECRETS, dir))[0]).toContain('a repository with its owner');
      withRunners('id: gitlab', 'organizations: [octo]');
      expect(problemsOf(() => loadConfig({ ...SECRETS, PORTOLAN_RUNNERS_GITLAB_TOKEN: 'g' }, dir))).toEqual([
        expect.stringContaining('"gitlab" names two connections'),
      ]);
    });
  });
});
