import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../lib/cli/process/hold-port.ts';
import { addressesOf } from '../../../sandbox/addresses.ts';
import { resourceType } from '../../../sandbox/kubernetes/resources.ts';
import { PLATFORM_SEED } from '../../../sandbox/platform/seed.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/start-sandbox.ts';
import { type OwnPortal, startOwnPortal } from '../own-portal.ts';
import { STATE_DIR } from '../platform.ts';
import { type Canaries, createCanaries } from './canaries.ts';
import { startHostileModels } from './hostile-models.ts';
import { plantApplication, plantNode } from './hostile-objects.ts';
import { writeHostileTemplate } from './hostile-template.ts';
import { isBare, quote } from './leaky-texts.ts';
import { linkPayloads, textPayloads } from './payloads.ts';

export type HostilePlatform = {
  portal: OwnPortal;
  sandbox: Sandbox;
  canaries: Canaries;
  applications: readonly string[];
  /** Gives an Application another message, as its controller does. */
  touch(application: string, message: string): void;
  /** Lets every server fail for as long as the work takes. */
  fail(work: () => Promise<void>): Promise<void>;
  /** Has the forge's tokens and codes of people looked for as well. Gives how many there are. */
  knowTokens(): number;
  stop(): Promise<void>;
};

/** As many as the shortest field has room for. */
const PAYLOADS_EACH = 3;
/** Applications whose messages quote secrets. */
const QUOTING_APPLICATIONS = ['quoting-0', 'quoting-1', 'quoting-2'];
/** GitLab keeps no token, only what tells that one is it. */
type GitLabState = Record<'accessTokens' | 'grants', { digest: string; refreshDigest?: string }[]>;

const APPLICATION = resourceType('Application');
const NAME = 'hostile';
const DIR = join(STATE_DIR, NAME);

/** A platform of its own, where every text is hostile and every corner holds a secret, and a portal on it. */
export async function startHostilePlatform(payloadCount: number): Promise<HostilePlatform> {
  rmSync(DIR, { recursive: true, force: true });
  const canaries = createCanaries();
  const payloads = textPayloads(payloadCount);
  const port = await freePort();
  const sandbox = await startSandbox({
    stateDir: writeSecrets(canaries),
    ports: { gitlab: 0, kubernetes: 0, ollama: 0, control: 0, argocd: 0 },
    portalUrl: `http://localhost:${port}`,
    generated: { applications: 0 },
    platform: {
      ...PLATFORM_SEED,
      people: PLATFORM_SEED.people.map((person, at) => ({
        ...person,
        name: `@person@ ${person.name} ${payloads[at]}`,
      })),
    },
  });
  const applications = plantAll(sandbox, payloads, canaries);
  const models = await startHostileModels(payloads.map((payload) => `@model@ ${payload}`).slice(0, 20), {
    'x-api-key': canaries.plant('header of the model server'),
    'set-cookie': canaries.plant('cookie of the model server'),
  });
  const templates = join(DIR, 'templates');
  writeHostileTemplate(templates, (field) => `@${field}@ ${payloads.slice(0, 10).join(' ')}`);
  const portal = await startOwnPortal(
    { addresses: addressesOf(sandbox) },
    {
      name: join(NAME, 'portal'),
      port,
      config: {
        models: [{ id: 'ollama', label: `@label@ ${payloads[0]}`, url: models.url }],
        templates: [templates],
      },
      environment: {
        PORTOLAN_METRICS_TOKEN: canaries.plant('PORTOLAN_METRICS_TOKEN'),
        PORTOLAN_LOG_LEVEL: 'debug',
      },
    },
  );
  canaries.know('key of the database', readFileSync(join(portal.stateDir, 'secret.key'), 'utf8').trim());
  return {
    portal,
    sandbox,
    canaries,
    applications,
    touch(name, message) {
      const object = sandbox.store.get(APPLICATION, 'hostile', name);
      if (object === undefined) {
        throw new Error(`There is no application ${name}.`);
      }
      const status = object.status as Record<string, unknown>;
      sandbox.store.update(APPLICATION, {
        ...object,
        status: { ...status, conditions: [{ type: 'SyncError', message }] },
      });
    },
    async fail(work) {
      for (const server of ['gitlab', 'kubernetes', 'ollama'] as const) {
        sandbox.faults.set({ id: server, server, kind: 'html' });
      }
      sandbox.faults.set({ id: 'watches', server: 'kubernetes', kind: 'watch-garbage' });
      try {
        await work();
      } finally {
        sandbox.faults.clear();
      }
    },
    knowTokens() {
      const state = JSON.parse(readFileSync(join(DIR, 'sandbox', 'gitlab', 'state.json'), 'utf8')) as GitLabState;
      for (const { digest, refreshDigest } of [...state.accessTokens, ...state.grants]) {
        canaries.knowDigest('token or code of a person', digest);
        canaries.knowDigest('refresh token of a person', refreshDigest ?? '');
      }
      return state.accessTokens.length + state.grants.length;
    },
    async stop() {
      await portal.stop();
      await models.close();
      await sandbox.close();
    },
  };
}

/** What sandbox and portal share, as canaries, where the sandbox keeps it. */
function writeSecrets(canaries: Canaries): string {
  const dir = join(DIR, 'sandbox');
  mkdirSync(dir, { recursive: true });
  const secrets = {
    clientId: 'a'.repeat(64),
    clientSecret: canaries.plantToken('secret of the OAuth application', 'gloas-'),
    portalForgeToken: canaries.plantToken('token of the portal at the forge', 'glpat-'),
    cloneToken: canaries.plantToken('token of Argo CD', 'glpat-'),
    webhookSecret: canaries.plant('secret of the webhook'),
    portalClusterToken: canaries.plant('token of the portal at the cluster'),
    adminClusterToken: canaries.plant('token of the administrator at the cluster'),
  };
  writeFileSync(join(dir, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 });
  return dir;
}

/** Shown, and written by systems that quote what they could not use. */
const QUOTING = [
  'condition',
  'message',
  'pod-message',
  'resource-message',
  'repository',
  'target',
  'path',
  'chart',
  'image',
];
/** Read by nobody here. */
const UNREAD = ['last-applied', 'pod-env', 'pod-image', 'pod-argument', 'pod-annotation'];

/** A new secret in the words of a message, or bare where nothing is shown. */
function secretFor(field: string, canaries: Canaries): string {
  const which = canaries.all().length;
  if (QUOTING.includes(field)) {
    return quote(which, isBare(which) ? canaries.plantToken(field, 'glpat-') : canaries.plant(field));
  }
  return UNREAD.includes(field) ? canaries.plant(field) : '';
}

/** Gives the names of the Applications, as many as it takes for each field to hold each payload. */
function plantAll({ store, gitlab }: Sandbox, payloads: readonly string[], canaries: Canaries): string[] {
  const links = linkPayloads();
  const count = Math.ceil(payloads.length / PAYLOADS_EACH);
  const names = Array.from({ length: count }, (_, at) => `hostile-${at}`);
  for (const [at, name] of names.entries()) {
    const own = payloads.slice(at * PAYLOADS_EACH, (at + 1) * PAYLOADS_EACH).join(' ');
    const text = (field: string) => `@${field}@ ${own}`;
    const size = Math.ceil(links.length / count);
    plantApplication(store, name, text, links.slice(at * size, (at + 1) * size));
  }
  for (const name of QUOTING_APPLICATIONS) {
    plantApplication(store, name, (field) => `${field}: ${secretFor(field, canaries)}`, []);
  }
  gitlab.act.renameRunner('pi-arm64', { description: `@runner@ ${payloads[0]}`, tagList: [`@tag@ ${payloads[3]}`] });
  plantNode(store, `@node@ ${payloads[1]}`, `@product@ ${payloads[2]}`);
  store.create(resourceType('Secret'), {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'credentials', namespace: 'hostile' },
    data: { password: canaries.plant('data of a Secret') },
    stringData: { password: canaries.plant('text of a Secret') },
  });
  store.create(resourceType('ConfigMap'), {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'hostile' },
    data: { password: canaries.plant('data of a ConfigMap') },
  });
  return [...names, ...QUOTING_APPLICATIONS];
}
