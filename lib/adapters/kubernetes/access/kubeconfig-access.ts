import { ExternalError } from '#lib/domain/error/external-error.ts';
import { type Fields, itemsOf } from '#lib/domain/value/fields.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { AccessSource, TlsOptions } from './access.ts';
import {
  type CredentialPlugin,
  createCredentialPlugin,
  needsPlugin,
  type PluginCredentials,
} from './credential-plugin.ts';
import { createFileContents, type FileContents } from './file-content.ts';
import { type KubeconfigEntries, readKubeconfig } from './kubeconfig-entries.ts';

export type KubeconfigAccessOptions = {
  /** Of the connection, for errors. */
  provider: string;
  clock: Pick<Clock, 'now'>;
  path: string;
  context?: string;
};

/** Access by a kubeconfig file: tokens, client certificates, exec plugins and OIDC. The file may change at any time. */
export function createKubeconfigAccess(options: KubeconfigAccessOptions): AccessSource {
  const files = createFileContents(options.clock);
  const plugin = createPluginHolder();
  const failed = (operation: string, message: string, cause?: unknown) =>
    new ExternalError({ provider: options.provider, operation, kind: 'auth', message, cause });

  const readEntries = async (): Promise<KubeconfigEntries> => {
    try {
      const entries = readKubeconfig(await files.read(options.path), options.path, options.context);
      if (entries.cluster['proxy-url'] !== undefined) {
        throw new Error(`the cluster of context "${entries.context}" has a proxy-url, which is not supported`);
      }
      return entries;
    } catch (cause) {
      const why = cause instanceof Error && !('code' in cause) ? cause.message : 'it cannot be read';
      throw failed('read the kubeconfig file', `${options.path}: ${why}`, cause);
    }
  };
  const signIn = async (user: Fields): Promise<PluginCredentials> => {
    try {
      return await plugin.credentials(user);
    } catch {
      // What a plugin prints may hold secrets, so it is not passed on.
      plugin.forget();
      throw failed('sign in', 'the credential plugin of the kubeconfig file failed; run kubectl with it to see why');
    }
  };
  return {
    async read() {
      const { cluster, user, context } = await readEntries();
      const { authorization, ...certificate } = await signIn(user);
      try {
        return {
          server: new URL(String(cluster.server)),
          headers: await headersOf(user, authorization, files),
          tls: { ...(await tlsOf(cluster, user, files)), ...certificate },
        };
      } catch (cause) {
        throw failed(
          'read the kubeconfig file',
          `an address or file that context "${context}" names is not usable`,
          cause,
        );
      }
    },
    forget() {
      files.forget();
      plugin.forget();
    },
  };
}

/** Keeps one plugin, with the tokens it holds, for as long as the user's entry stays the same. */
function createPluginHolder() {
  let held: { user: string; ready: Promise<CredentialPlugin> } | null = null;
  return {
    async credentials(user: Fields): Promise<PluginCredentials> {
      if (!needsPlugin(user)) {
        return {};
      }
      const key = JSON.stringify(user);
      if (held === null || held.user !== key) {
        held = { user: key, ready: createCredentialPlugin(user) };
      }
      return (await held.ready).credentials();
    },
    forget() {
      held = null;
    },
  };
}

async function headersOf(user: Fields, fromPlugin: string | undefined, files: FileContents) {
  const headers: Record<string, string | string[]> = {};
  if (typeof user.as === 'string') {
    headers['impersonate-user'] = user.as;
  }
  const groups = itemsOf(user['as-groups']).filter((group) => typeof group === 'string');
  if (groups.length > 0) {
    headers['impersonate-group'] = groups;
  }
  if (fromPlugin !== undefined) {
    headers.authorization = fromPlugin;
  } else if (typeof user.tokenFile === 'string') {
    headers.authorization = `Bearer ${(await files.read(user.tokenFile)).trim()}`;
  } else if (typeof user.token === 'string') {
    headers.authorization = `Bearer ${user.token}`;
  } else if (typeof user.username === 'string') {
    const pair = `${user.username}:${typeof user.password === 'string' ? user.password : ''}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return headers;
}

async function tlsOf(cluster: Fields, user: Fields, files: FileContents): Promise<TlsOptions> {
  const ca = await pemOf(cluster, 'certificate-authority', files);
  const cert = await pemOf(user, 'client-certificate', files);
  const key = await pemOf(user, 'client-key', files);
  const servername = cluster['tls-server-name'];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(typeof servername === 'string' ? { servername } : {}),
    ...(cluster['insecure-skip-tls-verify'] === true ? { rejectUnauthorized: false } : {}),
  };
}

/** Inline data goes before a file, as kubectl has it. */
async function pemOf(fields: Fields, name: string, files: FileContents): Promise<string | undefined> {
  const inline = fields[`${name}-data`];
  if (typeof inline === 'string' && inline !== '') {
    return Buffer.from(inline, 'base64').toString('utf8');
  }
  const path = fields[name];
  return typeof path === 'string' && path !== '' ? await files.read(path) : undefined;
}
