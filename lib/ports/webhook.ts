/** Judges deliveries of one forge by a secret that only the two know. */
export interface WebhookVerifier {
  /** Looks at the head of a delivery, before anything of its body is read; null where it cannot be a good one. */
  begin(headers: Headers, now: number): WebhookCheck | null;
}

export type WebhookCheck = {
  /** Fed with the body's bytes as they come. null where the head is all there is to judge, and the body says nothing. */
  body: { update(bytes: Uint8Array): void; isGenuine(): boolean } | null;
  /** Names the delivery, so that it counts once; null where the head holds nothing that is signed. */
  id: string | null;
};
