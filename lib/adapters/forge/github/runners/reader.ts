import type { z } from 'zod';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { toExternalError } from './answer-error.ts';
import { type AppCredentials, createAppToken } from './app-token.ts';
import { createClient, type GitHubAddress } from './client.ts';

export type GitHubConnection = GitHubAddress & {
  /** A token, or the App that makes itself one. */
  credentials: { token: string } | AppCredentials;
  clock: Pick<Clock, 'now'>;
};

/** Reads lists of GitHub's API. Throws ExternalError, or the signal's reason. */
export type Reader = {
  /** All pages of a list; `key` is the field that holds it, null where the answer is the list itself. */
  all<Shape extends z.ZodType>(
    path: string,
    key: string | null,
    shape: Shape,
    signal?: AbortSignal,
  ): Promise<z.infer<Shape>[]>;
  /** The first page, and whether there is more. */
  some<Shape extends z.ZodType>(
    path: string,
    key: string | null,
    shape: Shape,
    signal?: AbortSignal,
  ): Promise<{ items: z.infer<Shape>[]; hasMore: boolean }>;
};

type Answer = { body: unknown; hasNext: boolean };

const PER_PAGE = 100;
/** 20,000 runners; whoever has more is told that there are. */
const MOST_PAGES = 200;
/** Answers that are kept to ask again only whether they are still right. */
const MOST_KEPT = 2000;

/**
 * Every answer is kept with its tag and asked for again by it: what has not changed is answered 304, which costs nothing
 * of the requests that GitHub allows in an hour.
 */
export function createReader(connection: GitHubConnection): Reader {
  const client = createClient(connection);
  const { credentials, clock } = connection;
  const token =
    'token' in credentials
      ? () => Promise.resolve(credentials.token)
      : createAppToken(connection, credentials, () => clock.now());
  const kept = new Map<string, Answer & { tag: string }>();

  const ask = async (path: string, signal?: AbortSignal): Promise<Answer> => {
    signal?.throwIfAborted();
    const authorization = `Bearer ${await token()}`;
    const known = kept.get(path);
    try {
      const { data, headers } = await client.request(`GET ${path}`, {
        headers: { authorization, ...(known === undefined ? {} : { 'if-none-match': known.tag }) },
        ...(signal === undefined ? {} : { request: { signal } }),
      });
      const answer = { body: data as unknown, hasNext: /rel="?next"?/.test(headers.link ?? '') };
      keep(kept, path, { ...answer, tag: headers.etag ?? '' });
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      if (known !== undefined && fieldsOf(error instanceof Error ? { ...error } : error).status === 304) {
        keep(kept, path, known);
        return known;
      }
      throw toExternalError(connection.id, operationOf(path), error);
    }
  };

  const page = async <Shape extends z.ZodType>(
    path: string,
    key: string | null,
    shape: Shape,
    number: number,
    signal?: AbortSignal,
  ) => {
    const asked = `${path}${path.includes('?') ? '&' : '?'}per_page=${PER_PAGE}&page=${number}`;
    const { body, hasNext } = await ask(asked, signal);
    const result = shape.array().safeParse(key === null ? body : fieldsOf(body)[key]);
    if (!result.success) {
      const field = result.error.issues[0]?.path.join('.') ?? '';
      const message = `its answer has another shape than GitHub's (at "${textOf(`${key ?? ''}.${field}`)}")`;
      throw new ExternalError({
        provider: connection.id,
        operation: operationOf(path),
        kind: 'invalid-response',
        message,
      });
    }
    return { items: result.data as z.infer<Shape>[], hasMore: hasNext };
  };

  return {
    some: (path, key, shape, signal) => page(path, key, shape, 1, signal),
    async all(path, key, shape, signal) {
      const found: z.infer<typeof shape>[] = [];
      for (let number = 1; number <= MOST_PAGES; number += 1) {
        const { items, hasMore } = await page(path, key, shape, number, signal);
        found.push(...items);
        if (!hasMore) {
          return found;
        }
      }
      const message = `it lists more than ${MOST_PAGES * PER_PAGE} entries`;
      throw new ExternalError({
        provider: connection.id,
        operation: operationOf(path),
        kind: 'invalid-response',
        message,
      });
    },
  };
}

function operationOf(path: string): string {
  return `GET ${path.replace(/\?.*/, '')}`;
}

/** Used last, forgotten last. */
function keep(kept: Map<string, Answer & { tag: string }>, path: string, answer: Answer & { tag: string }): void {
  kept.delete(path);
  if (answer.tag !== '') {
    kept.set(path, answer);
  }
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) {
    kept.delete(oldest);
  }
}
