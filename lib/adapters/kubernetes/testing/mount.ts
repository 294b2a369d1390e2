import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerCertificate } from './api-server.ts';

/** A token and an authority's certificate in files, as the kubelet mounts them and replaces them. */
export type Mount = {
  tokenFile: string;
  caFile: string;
  /** The server's, each its own authority. */
  certificates: { before: ServerCertificate; after: ServerCertificate };
  /** Another token from now on. */
  rotate(token: string): void;
  /** Another authority from now on. */
  trust(certificate: string): void;
  remove(): void;
};

export function createMount(certificates: Mount['certificates']): Mount {
  const folder = mkdtempSync(join(tmpdir(), 'reflector-'));
  const [tokenFile, caFile] = [join(folder, 'token'), join(folder, 'ca.crt')];
  return {
    tokenFile,
    caFile,
    certificates,
    rotate: (token) => writeFileSync(tokenFile, `${token}\n`),
    trust: (certificate) => writeFileSync(caFile, certificate),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
