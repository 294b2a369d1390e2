import { z } from 'zod';
import type { SignInClient } from '#lib/adapters/_shared/oauth/client.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Identity } from '#lib/ports/identity.ts';
import { isRefused, toExternalError } from '../answer-error.ts';
import { createOctokit } from '../octokit.ts';

const TIMEOUT_MS = 10_000;
const PER_PAGE = 100;
/** Nobody is in more organizations or teams than fit. */
const MOST_PAGES = 50;

/** As long as any forge allows names to be; longer ones come from nobody honest. */
const Name = z.string().min(1).max(300);
const User = z.object({
  id: z.number().int().positive(),
  login: Name,
  name: Name.nullish().catch(null),
  avatar_url: z.string().max(2000).nullish().catch(null),
});
const Organization = z.object({ login: Name });
const Team = z.object({ slug: Name, organization: Organization });

export type People = {
  /** Who holds a token. Throws ExternalError; also where it is somebody else than `subject`. */
  identify(accessToken: string, subject?: string): Promise<Identity>;
  /** Takes a token back, and what could renew it. False where GitHub does not know it, or not any more. */
  revoke(accessToken: string): Promise<boolean>;
};

/** Who people are, by GitHub's API: OAuth alone does not tell. */
export function createPeople({ id, issuer, clientId, clientSecret }: SignInClient): People {
  const client = createOctokit({ id, url: issuer, timeoutMs: TIMEOUT_MS });
  const fail = (operation: string, kind: 'invalid' | 'invalid-response', message: string, cause?: unknown) =>
    new ExternalError({ provider: id, operation, kind, message, cause });

  async function ask(operation: string, path: string, accessToken: string): Promise<unknown> {
    try {
      const { data } = await client.request(path, { headers: { authorization: `Bearer ${accessToken}` } });
      return data;
    } catch (error) {
      throw toExternalError(id, operation, error);
    }
  }

  async function list<Item>(path: string, Shape: z.ZodType<Item>, accessToken: string): Promise<Item[]> {
    const operation = 'ask for the groups';
    const items: Item[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const answer = await ask(operation, `GET ${path}?per_page=${PER_PAGE}&page=${page}`, accessToken).catch(
        (error: unknown) => {
          throw isRefused(error)
            ? fail(
                operation,
                'invalid',
                'it takes the scope read:org, or the permission Members of a GitHub App',
                error,
              )
            : error;
        },
      );
      const parsed = z.array(Shape).max(PER_PAGE).safeParse(answer);
      if (!parsed.success) {
        throw fail(operation, 'invalid-response', "its answer has another shape than GitHub's");
      }
      items.push(...parsed.data);
      if (parsed.data.length < PER_PAGE) {
        return items;
      }
    }
    throw fail(operation, 'invalid-response', `its list has more than ${MOST_PAGES * PER_PAGE} entries`);
  }

  /** `org` and `org/team`, as GitHub spells them. */
  async function groupsOf(accessToken: string): Promise<string[]> {
    const [organizations, teams] = await Promise.all([
      list('/user/orgs', Organization, accessToken),
      list('/user/teams', Team, accessToken),
    ]);
    const groups = [
      ...organizations.map(({ login }) => login),
      // An organization that keeps OAuth applications out is in one list and not in the other.
      ...teams.flatMap(({ slug, organization: { login } }) => [login, `${login}/${slug}`]),
    ];
    return [...new Set(groups)].toSorted();
  }

  return {
    async identify(accessToken, subject) {
      const operation = 'ask who it is';
      const parsed = User.safeParse(await ask(operation, 'GET /user', accessToken));
      if (!parsed.success) {
        throw fail(operation, 'invalid-response', 'its answer names nobody');
      }
      const { id: number, login, name, avatar_url } = parsed.data;
      if (subject !== undefined && subject !== String(number)) {
        throw fail(operation, 'invalid-response', 'the token is of somebody else');
      }
      const groups = await groupsOf(accessToken);
      return {
        issuer,
        subject: String(number),
        username: login,
        name: name ?? login,
        avatarUrl: avatar_url ?? null,
        groups,
      };
    },
    async revoke(accessToken) {
      const operation = 'revoke the access';
      const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
      try {
        await client.request('DELETE /applications/{client_id}/token', {
          client_id: clientId,
          access_token: accessToken,
          headers: { authorization },
        });
        return true;
      } catch (error) {
        const said = toExternalError(id, operation, error);
        if (said instanceof ExternalError && (said.kind === 'not-found' || said.status === 422)) {
          return false;
        }
        throw said;
      }
    },
  };
}
