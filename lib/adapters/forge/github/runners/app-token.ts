import { createSign } from 'node:crypto';
import { z } from 'zod';
import { isKind } from '#lib/domain/connection/diagnosis.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { toExternalError } from '../answer-error.ts';
import { createOctokit, type GitHubAddress } from '../octokit.ts';

/** A GitHub App that is installed in the organization; the key is PEM, as GitHub hands it out. */
export type AppCredentials = { appId: string; installationId: number; privateKey: string };

const Installation = z.object({ token: z.string().min(1), expires_at: z.string() });

/** GitHub takes clocks that are a minute off, and no statement that is good for more than ten. */
const BACKDATED_SECONDS = 60;
const GOOD_FOR_SECONDS = 540;
/** A token is replaced so long before it ends, so that none ends on its way. */
const EARLY_MS = 5 * 60_000;

export type AppToken = {
  /** Throws ExternalError. */
  get(): Promise<string>;
  /** GitHub refused this one: the next is a new one. */
  forget(token: string): void;
};

/** The token of an installation, which GitHub makes for an hour; one is kept until shortly before that is over. */
export function createAppToken(address: GitHubAddress, app: AppCredentials, now: () => number): AppToken {
  const client = createOctokit(address);
  const operation = 'sign in as a GitHub App';
  const fail = (kind: 'auth' | 'invalid-response', message: string, cause?: unknown) =>
    new ExternalError({ provider: address.id, operation, kind, message, cause });
  let known = { token: '', until: 0 };
  let making: Promise<string> | null = null;

  const make = async (): Promise<string> => {
    const authorization = `Bearer ${statementOf(app, now(), (cause) => fail('auth', 'the private key of the App cannot be read', cause))}`;
    const path = 'POST /app/installations/{installation_id}/access_tokens';
    const answer = await client
      .request(path, { installation_id: app.installationId, headers: { authorization } })
      .catch((error: unknown) => {
        const said = toExternalError(address.id, operation, error);
        throw isKind(said, 'not-found')
          ? fail('auth', `the App has no installation ${app.installationId}`, said)
          : said;
      });
    const made = Installation.safeParse(answer.data);
    const until = made.success ? Date.parse(made.data.expires_at) : Number.NaN;
    if (!made.success || Number.isNaN(until)) {
      throw fail('invalid-response', "its answer has another shape than GitHub's");
    }
    known = { token: made.data.token, until };
    return known.token;
  };

  return {
    get() {
      if (now() < known.until - EARLY_MS) {
        return Promise.resolve(known.token);
      }
      // Many requests begin at once, and one token is enough for all of them.
      making ??= make().finally(() => {
        making = null;
      });
      return making;
    },
    forget(token) {
      // The refusal may come late, when there is a new one already.
      if (known.token === token) {
        known = { token: '', until: 0 };
      }
    },
  };
}

/** What the App says of itself, signed (RFC 7519, RS256). */
function statementOf(
  { appId, privateKey }: AppCredentials,
  nowMs: number,
  unreadable: (cause: unknown) => Error,
): string {
  const now = Math.floor(nowMs / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iat: now - BACKDATED_SECONDS, exp: now + GOOD_FOR_SECONDS, iss: appId };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  try {
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  } catch (cause) {
    throw unreadable(cause);
  }
}
