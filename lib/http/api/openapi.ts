import { z } from 'zod';
import { leastRole } from '#lib/domain/actor/actor.ts';
import { RUN_STATES } from '#lib/domain/gateway/run.ts';
import { COMMAND_INPUTS } from '#lib/usecases/index.ts';
import { VIEWS } from '#lib/views/index.ts';
import { COMMAND_DESCRIPTIONS, VIEW_DESCRIPTIONS } from './descriptions.ts';
import { GenerateManifestInput } from './generate-route.ts';

export type Operation = {
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: unknown[];
  requestBody?: { required: true; content: { 'application/json': { schema: unknown } } };
  responses: Record<string, unknown>;
  /** The least role that it takes. */
  'x-role': string;
};

export type OpenApiDocument = {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  paths: Record<string, Partial<Record<'get' | 'post', Operation>>>;
  components: Record<string, unknown>;
};

const ANSWER = { type: 'string' } as const;
const PROBLEM = { $ref: '#/components/schemas/Problem' };
const JOB = { $ref: '#/components/schemas/ManifestJob' };

/** Everything that can be asked of the portal over HTTP, in the form of https://spec.openapis.org/oas/v3.1.0. */
export function openApiDocument(portalUrl: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Portolan',
      version: '1',
      description:
        'What programs may ask with a token stands under "generate". Views and commands are what the pages of the portal ask, with the session of whoever is signed in.',
    },
    servers: [{ url: portalUrl }],
    paths: {
      '/generate/manifest': { post: generate() },
      '/generate/manifest/{id}': { get: job() },
      ...Object.fromEntries(Object.keys(VIEWS).map((name) => [`/api/views/${name}`, { get: viewOf(name) }])),
      ...Object.fromEntries(
        Object.keys(COMMAND_INPUTS).map((name) => [`/api/commands/${name}`, { post: commandOf(name) }]),
      ),
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: `Made at ${portalUrl}/tokens.` },
        session: { type: 'apiKey', in: 'cookie', name: 'portolan_session' },
      },
      schemas: { Problem: PROBLEM_SCHEMA, ManifestJob: JOB_SCHEMA },
    },
  };
}

function generate(): Operation {
  const done = {
    type: 'object',
    required: ['pr_url', 'branch', 'manifest', 'app_name'],
    properties: { pr_url: ANSWER, branch: ANSWER, manifest: ANSWER, app_name: ANSWER },
  };
  return {
    summary:
      'Words in, merge request out. A model chooses and fills in, the portal writes and checks, a person approves.',
    tags: ['generate'],
    security: [{ token: [] }],
    parameters: [
      header('Prefer', '`respond-async` answers 202 at once.'),
      header('Idempotency-Key', 'A UUID: a repeated request is the same one.'),
    ],
    requestBody: body(GenerateManifestInput),
    responses: {
      200: json('The merge request is open.', done),
      202: json('It is under way: follow `Location`.', JOB),
      ...problems({
        401: 'No good token.',
        422: 'It ended without a merge request; the words say why.',
        429: 'Too much at once.',
      }),
    },
    'x-role': leastRole('gateway.ask'),
  };
}

function job(): Operation {
  const id = { name: 'id', in: 'path', required: true, schema: ANSWER };
  return {
    summary: 'Where a request is.',
    tags: ['generate'],
    security: [{ token: [] }],
    parameters: [id],
    responses: { 200: json('The job.', JOB), ...problems({ 401: 'No good token.', 404: 'There is none.' }) },
    'x-role': leastRole('gateway.view'),
  };
}

function viewOf(name: string): Operation {
  const { params } = VIEWS[name as keyof typeof VIEWS];
  const { summary, right } = VIEW_DESCRIPTIONS[name as keyof typeof VIEWS];
  const schema = schemaOf(params);
  return {
    summary,
    tags: ['views'],
    security: [{ session: [] }],
    parameters: [{ name: 'params', in: 'query', description: 'As JSON.', content: { 'application/json': { schema } } }],
    responses: {
      200: json(
        '`data`, the `sources` that it is made of with how fresh they are, and its `position` in the live stream.',
        {
          type: 'object',
          required: ['data', 'sources', 'position'],
          properties: { data: {}, sources: { type: 'array', items: { type: 'object' } }, position: ANSWER },
        },
      ),
      ...problems({ 401: 'Nobody is signed in.', 403: 'The role does not allow it.' }),
    },
    'x-role': leastRole(right),
  };
}

function commandOf(name: string): Operation {
  const { summary, right } = COMMAND_DESCRIPTIONS[name as keyof typeof COMMAND_INPUTS];
  return {
    summary,
    tags: ['commands'],
    security: [{ session: [] }],
    requestBody: body(COMMAND_INPUTS[name as keyof typeof COMMAND_INPUTS]),
    responses: {
      200: json('It was done.', {}),
      ...problems({
        400: 'Some values cannot be used; `fields` says which.',
        401: 'Nobody is signed in.',
        403: 'The role does not allow it, or it does not come from a page of the portal.',
        409: 'It went on meanwhile.',
        422: 'It is refused; the words say why.',
      }),
    },
    'x-role': leastRole(right),
  };
}

function schemaOf(schema: z.ZodType): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function body(schema: z.ZodType): NonNullable<Operation['requestBody']> {
  return { required: true, content: { 'application/json': { schema: schemaOf(schema) } } };
}

function header(name: string, description: string): unknown {
  return { name, in: 'header', description, schema: ANSWER };
}

function json(description: string, schema: unknown): unknown {
  return { description, content: { 'application/json': { schema } } };
}

function problems(words: Record<number, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(words).map(([status, text]) => [status, json(text, PROBLEM)]));
}

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['code', 'message', 'requestId'],
  properties: {
    code: ANSWER,
    message: { type: 'string', description: 'What happened, for people.' },
    suggestion: { type: 'string', description: 'What to do.' },
    fields: {
      type: 'array',
      items: { type: 'object', required: ['path', 'message'], properties: { path: ANSWER, message: ANSWER } },
    },
    requestId: ANSWER,
  },
};

const OR_NULL = { type: ['string', 'null'] } as const;
const JOB_SCHEMA = {
  type: 'object',
  required: ['id', 'state', 'url', 'app_name', 'pr_url', 'branch', 'manifest', 'problem'],
  properties: {
    id: ANSWER,
    state: { enum: RUN_STATES },
    url: ANSWER,
    app_name: ANSWER,
    pr_url: OR_NULL,
    branch: OR_NULL,
    manifest: OR_NULL,
    problem: OR_NULL,
  },
};
