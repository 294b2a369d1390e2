import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { AccessSource, TlsOptions } from './access.ts';
import { createFileContents } from './file-content.ts';

export type DirectAccessOptions = {
  /** Of the connection, for errors. */
  provider: string;
  clock: Pick<Clock, 'now'>;
  server: string;
  token?: string;
  tokenFile?: string;
  caFile?: string;
  caData?: string;
  insecure?: boolean;
};

/** Access by address and bearer token, each given or in a file. */
export function createDirectAccess(options: DirectAccessOptions): AccessSource {
  const server = new URL(options.server);
  const files = createFileContents(options.clock);
  const readFileOr = async (path: string | undefined, given: string | undefined, what: string) => {
    try {
      return path === undefined ? given : await files.read(path);
    } catch (cause) {
      throw new ExternalError({
        provider: options.provider,
        operation: `read the ${what}`,
        kind: 'auth',
        message: `${path} cannot be read`,
        cause,
      });
    }
  };
  return {
    async read() {
      const token = (await readFileOr(options.tokenFile, options.token, 'token'))?.trim();
      const ca = await readFileOr(options.caFile, options.caData, 'certificate of the authority');
      const tls: TlsOptions = {
        ...(ca === undefined ? {} : { ca }),
        ...(options.insecure === true ? { rejectUnauthorized: false } : {}),
      };
      const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
      return { server, tls, headers };
    },
    forget: () => files.forget(),
  };
}

/** Where the kubelet puts a pod's own credentials. */
const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The name under which every cluster's API server is found from inside, and which its certificate carries. */
const SERVER_FROM_INSIDE = 'https://kubernetes.default.svc';

/** Access for a pod, with the token of its service account. */
export function createInClusterAccess(options: {
  provider: string;
  clock: Pick<Clock, 'now'>;
  server?: string;
  folder?: string;
}): AccessSource {
  const folder = options.folder ?? SERVICE_ACCOUNT_FOLDER;
  return createDirectAccess({
    provider: options.provider,
    clock: options.clock,
    server: options.server ?? SERVER_FROM_INSIDE,
    tokenFile: `${folder}/token`,
    caFile: `${folder}/ca.crt`,
  });
}
