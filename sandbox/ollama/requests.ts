import { z } from 'zod';
import { isNode } from './schema/walk-context.ts';

/** An error as the server sends it: a status and `{"error": message}`. */
export class ReplyError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ReplyError';
    this.status = status;
  }
}

const KeepAlive = z.union([z.string(), z.number()]);
const Think = z.union([z.boolean(), z.string()]);
const Options = z.record(z.string(), z.unknown());
const Shared = {
  model: z.string().nullish(),
  keep_alive: KeepAlive.nullish(),
  options: Options.nullish(),
};
const Generation = {
  ...Shared,
  format: z.unknown().optional(),
  stream: z.boolean().nullish(),
  think: Think.nullish(),
  truncate: z.boolean().nullish(),
  top_logprobs: z.number().nullish(),
};

export const ChatRequest = z.object({
  ...Generation,
  messages: z.array(z.object({ role: z.string().nullish(), content: z.string().nullish() })).nullish(),
  tools: z.array(z.unknown()).nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

export const GenerateRequest = z.object({
  ...Generation,
  prompt: z.string().nullish(),
  suffix: z.string().nullish(),
  system: z.string().nullish(),
  template: z.string().nullish(),
  raw: z.boolean().nullish(),
  context: z.array(z.number()).nullish(),
});
export type GenerateRequest = z.infer<typeof GenerateRequest>;

export const EmbedRequest = z.object({
  ...Shared,
  input: z.unknown().optional(),
  truncate: z.boolean().nullish(),
  dimensions: z.number().nullish(),
});
export type EmbedRequest = z.infer<typeof EmbedRequest>;

export const ShowRequest = z.object({
  model: z.string().nullish(),
  name: z.string().nullish(),
  verbose: z.boolean().nullish(),
});

/**
 * Reads a body as Go's decoder does: whatever content type is sent, unknown fields left aside, null the same as
 * absent. Throws ReplyError 400.
 */
export function parseRequest<Shape extends z.ZodType>(name: string, schema: Shape, body: Buffer): z.infer<Shape> {
  if (body.length === 0) {
    throw new ReplyError(400, 'missing request body');
  }
  const parsed = parseJson(body.toString('utf8'));
  if (!isNode(parsed)) {
    throw new ReplyError(400, `json: cannot unmarshal ${goKind(parsed)} into Go value of type api.${name}`);
  }
  const result = schema.safeParse(parsed);
  if (!result.success) {
    const path = result.error.issues[0]?.path ?? [];
    const field = path.filter((part) => typeof part === 'string').join('.');
    const kind = goKind(path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown>)[part], parsed));
    throw new ReplyError(400, `json: cannot unmarshal ${kind} into Go struct field ${name}.${field}`);
  }
  return result.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ReplyError(400, error instanceof Error ? error.message : 'invalid JSON');
  }
}

/** What Go's decoder calls the kinds of JSON. */
function goKind(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'boolean') {
    return 'bool';
  }
  return Array.isArray(value) ? 'array' : typeof value;
}

/** `think` of a request: on, off, or as the model likes. Throws ReplyError 400 for other words. */
export function readThink(think: boolean | string | null | undefined): boolean | null {
  if (think === null || think === undefined || typeof think === 'boolean') {
    return think ?? null;
  }
  if (!['low', 'medium', 'high', 'max'].includes(think)) {
    throw new ReplyError(
      400,
      `invalid think value: "${think}" (must be "high", "medium", "low", "max", true, or false)`,
    );
  }
  return true;
}

/** A whole number among the options; null where it is not given. Throws ReplyError, which is a 500 as on the server. */
export function readInteger(options: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = options[key] ?? null;
  if (value === null) {
    return null;
  }
  if (typeof value !== 'number') {
    throw new ReplyError(500, `option "${key}" must be of type integer`);
  }
  return Math.trunc(value);
}
