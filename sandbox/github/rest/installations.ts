import { type KeyObject, randomBytes, verify } from 'node:crypto';
import type { SandboxClock } from '../../clock.ts';
import { ApiError, notFound } from './api-error.ts';
import type { TokenRights, Tokens } from './tokens.ts';

/** A GitHub App with one installation. */
export type SeedApp = { id: string; installationId: number; publicKey: KeyObject; rights: TokenRights };

const HOUR_MS = 3_600_000;
const LONGEST_STATEMENT_SECONDS = 600;

/** `POST /app/installations/:id/access_tokens`: a token for an hour, for whoever signs with the App's key. */
export function makeInstallationToken(
  { clock, apps, tokens }: { clock: SandboxClock; apps: readonly SeedApp[]; tokens: Tokens },
  installation: string,
  authorization = '',
): Record<string, unknown> {
  const app = apps.find(({ publicKey, id }) => issuerOf(authorization, publicKey, clock.now() / 1000) === id);
  if (app === undefined) {
    throw new ApiError(401, 'A JSON web token could not be decoded');
  }
  if (String(app.installationId) !== installation) {
    throw notFound();
  }
  const token = `ghs_${randomBytes(27).toString('base64url')}`;
  const expiresAt = clock.now() + HOUR_MS;
  tokens.set({ token, login: `app-${app.id}`, rights: app.rights, expiresAt });
  return {
    token,
    expires_at: `${new Date(expiresAt).toISOString().slice(0, 19)}Z`,
    permissions: { organization_self_hosted_runners: 'read', actions: 'read', metadata: 'read' },
    repository_selection: 'all',
  };
}

/** Who signed it; null where the signature is not by this key, or it does not count now. */
function issuerOf(authorization: string, publicKey: KeyObject, nowSeconds: number): string | null {
  const [head = '', body = '', signature = ''] = authorization.replace(/^Bearer /i, '').split('.');
  const text = Buffer.from(`${head}.${body}`);
  if (!verify('RSA-SHA256', text, publicKey, Buffer.from(signature, 'base64url'))) {
    return null;
  }
  const { iss, iat, exp } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Record<string, unknown>;
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp <= nowSeconds || iat > nowSeconds) {
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp - nowSeconds > LONGEST_STATEMENT_SECONDS) {
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  return String(iss);
}
