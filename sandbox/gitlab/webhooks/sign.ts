import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** Signing tokens as GitLab takes them: 32 bytes. */
export function isSigningToken(token: string): boolean {
  return token.startsWith(PREFIX) && Buffer.from(token.slice(PREFIX.length), 'base64').length === 32;
}

/** `webhook-signature` as GitLab 19 sends it, which follows Standard Webhooks: HMAC-SHA256 over id, time and body. */
export function signatureOf(signingToken: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(signingToken.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
