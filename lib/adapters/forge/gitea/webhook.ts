import { fromHex, hmacBody } from '#lib/adapters/_shared/signature.ts';
import type { WebhookVerifier } from '#lib/ports/webhook.ts';

/** `X-Gitea-Signature: <hex>` over the body, by Gitea and by Forgejo, which sends it, too. */
export function createGiteaWebhook(secret: string): WebhookVerifier {
  return {
    begin(headers) {
      const signature = fromHex(headers.get('x-gitea-signature') ?? '');
      return secret === '' || signature === null
        ? null
        : { body: hmacBody(secret, [signature]), id: signature.toString('hex') };
    },
  };
}
