import type { z } from 'zod';
import { send } from '#lib/adapters/_shared/outbound.ts';
import { parseBody, toError } from '#lib/adapters/_shared/rest-answer.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';

export type ReaderOptions = { id: string; url: string; token: string; timeoutMs: number };

/** Reads GitLab's API, one request at a time. Throws ExternalError, or the signal's reason. */
export type Reader = {
  one<Shape extends z.ZodType>(path: string, shape: Shape, signal?: AbortSignal): Promise<z.infer<Shape>>;
  /** All pages of a list. */
  all<Shape extends z.ZodType>(path: string, shape: Shape, signal?: AbortSignal): Promise<z.infer<Shape>[]>;
};

type Answer = { body: unknown; hasNext: boolean };

const MAX_BODY_BYTES = 8 * 1024 * 1024;
const PER_PAGE = 100;
/** 20,000 runners; whoever has more is told that there are. */
const MOST_PAGES = 200;
/** Answers that are kept to ask again only whether they are still right. */
const MOST_KEPT = 500;

/** What did not change since the last time is not sent again: GitLab answers 304 to the tag of the answer before. */
export function createReader(options: ReaderOptions): Reader {
  const kept = new Map<string, Answer & { tag: string }>();
  const ask = async (path: string, signal?: AbortSignal): Promise<Answer> => {
    const known = kept.get(path);
    const operation = `GET ${path.replace(/\?.*/, '')}`;
    const response = await send({
      provider: options.id,
      operation,
      url: new URL(`${options.url.replace(/\/+$/, '')}/api/v4${path}`),
      method: 'GET',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${options.token}`,
        'user-agent': 'portolan',
        ...(known === undefined ? {} : { 'if-none-match': known.tag }),
      },
      timeoutMs: options.timeoutMs,
      maxBodyBytes: MAX_BODY_BYTES,
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status === 304 && known !== undefined) {
      return known;
    }
    if (response.status !== 200) {
      throw toError(options.id, operation, response);
    }
    const body = parseBody(options.id, operation, response.body, response.headers.get('content-type') ?? '');
    const answer = { body, hasNext: /rel="?next"?/.test(response.headers.get('link') ?? '') };
    keep(kept, path, { ...answer, tag: response.headers.get('etag') ?? '' });
    return answer;
  };
  const checked = <Shape extends z.ZodType>(path: string, shape: Shape, body: unknown): z.infer<Shape> => {
    const result = shape.safeParse(body);
    if (result.success) {
      return result.data;
    }
    const operation = `GET ${path.replace(/\?.*/, '')}`;
    const field = result.error.issues[0]?.path.join('.') ?? '';
    const message = `its answer has another shape than GitLab's (at "${field}")`;
    throw new ExternalError({ provider: options.id, operation, kind: 'invalid-response', message });
  };
  return {
    one: async (path, shape, signal) => checked(path, shape, (await ask(path, signal)).body),
    async all(path, shape, signal) {
      const found: z.infer<typeof shape>[] = [];
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const asked = `${path}${path.includes('?') ? '&' : '?'}per_page=${PER_PAGE}&page=${page}`;
        const { body, hasNext } = await ask(asked, signal);
        found.push(...checked(asked, shape.array(), body));
        if (!hasNext) {
          return found;
        }
      }
      const message = `it lists more than ${MOST_PAGES * PER_PAGE} entries`;
      throw new ExternalError({ provider: options.id, operation: `GET ${path}`, kind: 'invalid-response', message });
    },
  };
}

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

/** null for what the token may not see; GitLab also says that it is not there. */
export async function orRefused<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (isRefused(error)) {
      return null;
    }
    throw error;
  }
}

export function isRefused(error: unknown): error is ExternalError {
  return error instanceof ExternalError && (error.kind === 'forbidden' || error.kind === 'not-found');
}
