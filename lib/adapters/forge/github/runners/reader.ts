import type { z } from 'zod';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { movedError, toExternalError } from '../answer-error.ts';
import { createOctokit, type GitHubAddress } from '../octokit.ts';
import { type AppCredentials, createAppToken } from './app-token.ts';
import { createKeptPages, type KeptPage } from './kept.ts';
import { createTurns } from './turns.ts';

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
  /** A reading of the whole fleet is over: well, or with what went wrong. */
  ended(failure?: unknown): void;
};

const PER_PAGE = 100;
/** 20,000 runners; whoever has more is told that there are. */
const MOST_PAGES = 200;
const MOST_KEPT_BYTES = 32 * 1024 * 1024;
/** GitHub takes a hundred at once from an account for a burst, and the portal is not the only one that asks. */
const AT_ONCE = 6;
/** What GitHub asks whoever it refuses without a time to wait: a minute, and longer each time that it goes on. */
const LEAST_WAIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 900;

/**
 * Every answer is kept with its tag and asked for again by it: what has not changed is answered 304, which costs nothing
 * of the requests that GitHub allows in an hour.
 */
export function createReader(connection: GitHubConnection): Reader {
  const client = createOctokit(connection);
  const { credentials, clock } = connection;
  const app = 'token' in credentials ? null : createAppToken(connection, credentials, () => clock.now());
  const token = 'token' in credentials ? async () => credentials.token : async () => (await app?.get()) ?? '';
  const kept = createKeptPages(MOST_KEPT_BYTES);
  const turn = createTurns(AT_ONCE);
  let untoldWait = LEAST_WAIT_SECONDS;

  /** Gives null where what is kept is still right. */
  const request = async (path: string, tag: string | undefined, signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    const used = await token();
    try {
      return await client.request(`GET ${path}`, {
        headers: { authorization: `Bearer ${used}`, ...(tag === undefined ? {} : { 'if-none-match': tag }) },
        ...(signal === undefined ? {} : { request: { signal } }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      const { status } = fieldsOf(error instanceof Error ? { ...error } : error);
      if (tag !== undefined && status === 304) {
        return null;
      }
      if (status === 401) {
        app?.forget(used);
      }
      throw toExternalError(connection.id, operationOf(path), error, untoldWait);
    }
  };

  const ask = async (path: string, parse: (body: unknown) => unknown[], signal?: AbortSignal): Promise<KeptPage> => {
    const known = kept.get(path);
    const answer = await turn(() => request(path, known?.tag, signal));
    if (answer === null && known !== undefined) {
      kept.put(path, known);
      return known;
    }
    const status: number = answer?.status ?? 0;
    if (answer === null || status >= 300) {
      throw movedError(connection.id, operationOf(path), status);
    }
    const { data, headers } = answer;
    const hasMore = /rel="?next"?/.test(headers.link ?? '');
    const page = { items: parse(data), hasMore, tag: headers.etag ?? '' };
    kept.put(path, page);
    return page;
  };

  const page = async <Shape extends z.ZodType>(
    path: string,
    key: string | null,
    shape: Shape,
    number: number,
    signal?: AbortSignal,
  ) => {
    const asked = `${path}${path.includes('?') ? '&' : '?'}per_page=${PER_PAGE}&page=${number}`;
    const parse = (body: unknown): unknown[] => {
      const result = shape.array().safeParse(key === null ? body : fieldsOf(body)[key]);
      if (result.success) {
        return result.data;
      }
      const field = result.error.issues[0]?.path.join('.') ?? '';
      throw otherShape(path, `its answer has another shape than GitHub's (at "${textOf(`${key ?? ''}.${field}`)}")`);
    };
    const { items, hasMore } = await ask(asked, parse, signal);
    // An address is asked for with one shape only, which what is kept of it has passed.
    return { items: items as z.infer<Shape>[], hasMore };
  };
  const otherShape = (path: string, message: string) =>
    new ExternalError({ provider: connection.id, operation: operationOf(path), kind: 'invalid-response', message });

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
      throw otherShape(path, `it lists more than ${MOST_PAGES * PER_PAGE} entries`);
    },
    ended(failure) {
      if (failure === undefined) {
        kept.forgetUnasked();
        untoldWait = LEAST_WAIT_SECONDS;
      } else if (failure instanceof ExternalError && failure.kind === 'rate-limited') {
        untoldWait = Math.min(2 * untoldWait, LONGEST_WAIT_SECONDS);
      }
    },
  };
}

function operationOf(path: string): string {
  return `GET ${path.replace(/\?.*/, '')}`;
}
