import { digestOf, isSame } from '../digest.ts';
import type { ApplicationRecord } from './records.ts';

/** The id and secret that an application shows by HTTP Basic; null where it shows none so. */
export function basicCredentials(header: string | undefined): { id: string; secret: string } | null {
  if (header === undefined || !header.toLowerCase().startsWith('basic ')) {
    return null;
  }
  const text = Buffer.from(header.slice('basic '.length), 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const decode = (part: string) => new URLSearchParams(`v=${part.replaceAll('&', '%26')}`).get('v') ?? part;
  return colon === -1 ? null : { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
}

/** Public applications have no secret to show; one that is shown has to be right. */
export function isSecretOf(application: ApplicationRecord, secret: string | null): boolean {
  return secret === null ? !application.isConfidential : isSame(digestOf(secret), application.secretDigest);
}
