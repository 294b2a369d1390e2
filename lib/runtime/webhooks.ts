import { createGiteaWebhook } from '#lib/adapters/forge/gitea/webhook.ts';
import { createGitHubWebhook } from '#lib/adapters/forge/github/webhook.ts';
import { createGitLabWebhook } from '#lib/adapters/forge/gitlab/webhook.ts';
import type { ForgeConfig } from '#lib/config/load.ts';
import type { WebhookVerifier } from '#lib/ports/webhook.ts';

/** How each kind of forge proves that a delivery is its own. */
export const WEBHOOK_SCHEMES = {
  gitlab: createGitLabWebhook,
  github: createGitHubWebhook,
  gitea: createGiteaWebhook,
} as const satisfies Record<string, (secret: string) => WebhookVerifier>;

/** By the id of the forge; one without a secret has none, so that nothing is believed of it. */
export function createWebhooks(
  forges: readonly Pick<ForgeConfig, 'id' | 'kind' | 'webhookSecret'>[],
): ReadonlyMap<string, WebhookVerifier> {
  return new Map(
    forges.flatMap(({ id, kind, webhookSecret }) =>
      webhookSecret === undefined ? [] : [[id, WEBHOOK_SCHEMES[kind](webhookSecret)] as const],
    ),
  );
}
