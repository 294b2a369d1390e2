import { createHmac } from 'node:crypto';
import { isSameSecret } from '#lib/domain/value/same-secret.ts';
import type { WebhookCheck } from '#lib/ports/webhook.ts';

/**
 * HMAC-SHA256 over `prefix` and the raw bytes of a body; nothing of it is kept. Genuine when it is one of `signatures`,
 * each of which is compared, found or not.
 */
export function hmacBody(
  key: string | Uint8Array,
  signatures: readonly Uint8Array[],
  prefix = '',
): NonNullable<WebhookCheck['body']> {
  const hmac = createHmac('sha256', key).update(prefix);
  return {
    update: (bytes) => void hmac.update(bytes),
    isGenuine() {
      const digest = hmac.digest();
      return signatures.map((signature) => isSameSecret(signature, digest)).includes(true);
    },
  };
}

/** `text` as the 32 bytes that it spells in hexadecimal; null for anything else. */
export function fromHex(text: string): Buffer | null {
  return /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : null;
}
