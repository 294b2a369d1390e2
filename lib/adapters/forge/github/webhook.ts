import { fromHex, hmacBody } from '#lib/adapters/_shared/signature.ts';
import type { WebhookVerifier } from '#lib/ports/webhook.ts';

/** `X-Hub-Signature-256: sha256=<hex>` over the body. The id beside it is not signed, so the signature is what names a delivery. */
export function createGitHubWebhook(secret: string): WebhookVerifier {
  return {
    begin(headers) {
      const header = headers.get('x-hub-signature-256') ?? '';
      const signature = header.startsWith('sha256=') ? fromHex(header.slice('sha256='.length)) : null;
      return secret === '' || signature === null
        ? null
        : { body: hmacBody(secret, [signature]), id: signature.toString('hex') };
    },
  };
}
