import { hmacBody } from '#lib/adapters/_shared/signature.ts';
import { isSameSecret } from '#lib/domain/value/same-secret.ts';
import type { WebhookVerifier } from '#lib/ports/webhook.ts';

const SIGNING_TOKEN = 'whsec_';
/** How far a delivery's time may be from ours: longer than any delivery takes, and clocks are not alike. */
const TOLERANCE_SECONDS = 300;
const MOST_SIGNATURES = 10;

/**
 * A secret token is sent along as it is; a signing token (GitLab 19) signs id, time and body, as Standard Webhooks has it.
 * Which one it is shows by its beginning, and only that one is taken: a signing token is not good for less.
 */
export function createGitLabWebhook(secret: string): WebhookVerifier {
  return secret.startsWith(SIGNING_TOKEN) ? signed(secret.slice(SIGNING_TOKEN.length)) : plain(secret);
}

function plain(secret: string): WebhookVerifier {
  return {
    begin: (headers) =>
      secret !== '' && isSameSecret(headers.get('x-gitlab-token') ?? '', secret) ? { body: null, id: null } : null,
  };
}

function signed(encodedKey: string): WebhookVerifier {
  const key = Buffer.from(encodedKey, 'base64');
  return {
    begin(headers, now) {
      const id = headers.get('webhook-id') ?? '';
      const time = headers.get('webhook-timestamp') ?? '';
      const signatures = readSignatures(headers.get('webhook-signature') ?? '');
      // A dot within the id would let the same bytes be read as another id, time and body.
      const isWellFormed = /^[\w:-]{1,200}$/.test(id) && /^\d{1,12}$/.test(time) && signatures.length > 0;
      const isFresh = Math.abs(now / 1000 - Number(time)) <= TOLERANCE_SECONDS;
      return key.length > 0 && isWellFormed && isFresh
        ? { body: hmacBody(key, signatures, `${id}.${time}.`), id }
        : null;
    },
  };
}

/** `v1,<base64> v1,<base64>`: several while a key is changed; other versions are not ours to judge. */
function readSignatures(header: string): Buffer[] {
  return header
    .split(' ', MOST_SIGNATURES)
    .flatMap((part) => /^v1,([A-Za-z0-9+/]{43}=)$/.exec(part)?.[1] ?? [])
    .map((encoded) => Buffer.from(encoded, 'base64'));
}
