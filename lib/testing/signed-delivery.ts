import { createHmac } from 'node:crypto';

export const SIGNING_KEY = Buffer.alloc(32, 7);
export const SIGNING_TOKEN = `whsec_${SIGNING_KEY.toString('base64')}`;
export const SECRET = 'webhook-secret';
export const NOW = Date.UTC(2026, 10, 21, 9);

/** A delivery as a forge would send it. */
export type Delivery = { headers: Record<string, string>; body: string };

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);

/** Of each scheme: the secret that both sides have, and how the forge proves that a body is its own. */
export const SCHEMES = {
  'GitLab’s secret token': {
    kind: 'gitlab',
    secret: SECRET,
    deliver: (body: string): Delivery => ({ headers: { 'x-gitlab-token': SECRET, 'webhook-id': 'id-1' }, body }),
  },
  'GitLab’s signing token': {
    kind: 'gitlab',
    secret: SIGNING_TOKEN,
    deliver: (body: string, id = 'id-1', seconds = NOW / 1000): Delivery => ({
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': `v1,${hmac(SIGNING_KEY, `${id}.${seconds}.${body}`).digest('base64')}`,
      },
      body,
    }),
  },
  GitHub: {
    kind: 'github',
    secret: SECRET,
    deliver: (body: string): Delivery => ({
      headers: { 'x-hub-signature-256': `sha256=${hmac(SECRET, body).digest('hex')}` },
      body,
    }),
  },
  Gitea: {
    kind: 'gitea',
    secret: SECRET,
    deliver: (body: string): Delivery => ({ headers: { 'x-gitea-signature': hmac(SECRET, body).digest('hex') }, body }),
  },
} as const;
