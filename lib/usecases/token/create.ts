import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { hashSessionToken, newSessionToken } from '../session/token.ts';

/** So that scanners for secrets, and people, know what they have found. */
export const TOKEN_PREFIX = 'portolan_';

const DAY_MS = 86_400_000;
const MOST_OF_ONE = 20;

export const CreateTokenInput = z.strictObject({
  /** What it is for. */
  name: z.string().trim().min(1, 'Say what it is for.').max(80),
  days: z.int().min(1).max(90).default(30),
});

export type CreatedToken = { id: string; secret: string; expiresAt: number };

/** Makes a token for a program of this person. Its secret is given this once; the portal keeps only what it hashes to. */
export async function createToken(context: UserContext, input: unknown): Promise<CreatedToken> {
  const { services, actor } = context;
  const id = services.newId();
  await authorize(context, 'token.create', { subjectKind: 'api-token', subjectId: id });
  const { name, days } = parseInput(CreateTokenInput, input);
  const now = services.clock.now();
  const secret = `${TOKEN_PREFIX}${newSessionToken()}`;
  const expiresAt = now + days * DAY_MS;
  await services.store.transaction(async (repositories) => {
    const known = await repositories.apiTokens.listByAccount(actor.accountId);
    if (known.filter((token) => token.expiresAt > now).length >= MOST_OF_ONE) {
      throw new PortalError('conflict', `You have ${MOST_OF_ONE} tokens already.`, {
        suggestion: 'Revoke one that nothing uses any more.',
      });
    }
    const token = { id, accountId: actor.accountId, name, createdAt: now, expiresAt, lastUsedAt: null };
    await repositories.apiTokens.create({ ...token, tokenHash: hashSessionToken(secret) });
    await recordAudit(context, repositories, {
      action: 'token.create',
      subjectKind: 'api-token',
      subjectId: id,
      outcome: 'done',
      detail: { name, days },
    });
  });
  return { id, secret, expiresAt };
}
