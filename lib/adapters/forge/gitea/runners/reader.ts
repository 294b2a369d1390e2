import { z } from 'zod';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import { createClient } from '../client.ts';

export type GiteaConnection = {
  id: string;
  /** The address people open it under. */
  url: string;
  token: string;
  /** For each request. */
  timeoutMs: number;
};

type Asked = { query?: Record<string, string>; signal?: AbortSignal | undefined };

/** Reads all pages of a list below `/api/v1`; `key` is the field that holds it. Throws ExternalError, or the signal's reason. */
export type ReadAll = <Shape extends z.ZodType>(
  path: string,
  key: string,
  shape: Shape,
  asked?: Asked,
) => Promise<z.infer<Shape>[]>;

/** What Gitea gives at most, unless its administrator allows more (`MAX_RESPONSE_ITEMS`). */
const PER_PAGE = 50;
/** 10,000 entries; whoever has more is told that there are. */
const MOST_PAGES = 200;

export function createReadAll({ id, url, token, timeoutMs }: GiteaConnection): ReadAll {
  const client = createClient({ provider: id, webUrl: url.replace(/\/+$/, ''), accessToken: token, timeoutMs });
  return async (path, key, shape, { query = {}, signal } = {}) => {
    const wrong = (message: string) => client.error(`GET ${path}`, 'invalid-response', message);
    const found: z.infer<typeof shape>[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const { body } = await client.read(path, { ...query, page, limit: PER_PAGE }, signal);
      // An empty list of Go is null.
      const items = z.array(shape).nullable().safeParse(fieldsOf(body)[key]);
      if (!items.success) {
        const field = items.error.issues[0]?.path.join('.') ?? '';
        throw wrong(`its answer has another shape than Gitea's (at "${textOf(`${key}.${field}`)}")`);
      }
      found.push(...(items.data ?? []));
      // Here the count is in the body, and no header has it.
      const total = Number(fieldsOf(body).total_count ?? 0);
      if ((items.data ?? []).length === 0 || found.length >= total) {
        return found;
      }
    }
    throw wrong(`it lists more than ${MOST_PAGES * PER_PAGE} entries`);
  };
}
