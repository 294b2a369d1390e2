import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { APP_NAME, isPlatforms } from '#lib/domain/gateway/app-name.ts';
import { promptHash } from '#lib/domain/gateway/origin.ts';
import { type GatewayRun, type RunWriter, UNDER_WAY } from '#lib/domain/gateway/run.ts';
import { findCredential } from '#lib/gateway/index.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { requireEditable } from '#lib/portal/edit-folders.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { writerFor } from './choose-writer.ts';

const MOST_WAITING_OF_ONE = 20;

export const AskGatewayInput = z.strictObject({
  /** In words: what shall run. */
  prompt: z.string().trim().min(3, 'Say what shall run, in a sentence.').max(8000),
  appName: z
    .string()
    .regex(
      APP_NAME,
      'Use small letters, digits and dashes, beginning with a letter and not ending with a dash, at most 40.',
    )
    .refine((name) => !isPlatforms(name), 'This name belongs to the platform.'),
  /** One of the configured servers; without it the first. */
  server: z.string().max(60).optional(),
  /** One of its models; without it the configured one. */
  model: z.string().min(1).max(350).optional(),
  /** Whether it becomes a merge request as soon as nothing is wrong with it. */
  opensItself: z.boolean().default(false),
  /** The application, by the engine's id, whose files are to be changed; without it something new is asked for. Then the name is its own. */
  edits: z.string().max(520).optional(),
  /** A change of one's own that a model began, under the same name: what comes of this is its next commit. */
  revises: z.string().max(100).optional(),
  /** Made once for each request by whoever asks, so that a repeated one is the same. */
  idempotencyKey: z.uuid(),
});

/**
 * Takes a request in words. It is written down before any model is asked, and has its turn when it has its turn. A text with
 * a credential in it is refused here: it is neither kept nor sent.
 */
export async function askGateway(context: UserContext, input: unknown): Promise<GatewayRun> {
  const { services, actor } = context;
  const asked = parseInput(AskGatewayInput, input);
  await authorize(context, 'gateway.ask', { subjectKind: 'gateway-run', subjectId: asked.idempotencyKey });
  const known = await services.store.gatewayRuns.findByIdempotencyKey(asked.idempotencyKey);
  if (known !== null) {
    return ownRun(known, actor.accountId);
  }
  if (asked.edits !== undefined) {
    demandOwnName(services, asked.edits, asked.appName);
  }
  const credential = findCredential(asked.prompt);
  if (credential !== null) {
    throw new PortalError('refused', `This holds ${credential.what}. It was not sent to any model, and not kept.`, {
      suggestion: 'Take it out, and have it replaced where it is valid: whoever sees it may use it.',
      fields: [{ path: 'prompt', message: `This holds ${credential.what}.` }],
    });
  }
  const { server, model, prompt } = asked;
  const writer = await writerFor(services, { server, model, seedOf: promptHash(prompt) });
  await demandRoom(services, actor.accountId);
  const run = newRun(context, asked, writer);
  try {
    await record(context, run);
  } catch (error) {
    // The same may have been sent twice at once: then the other one is this one.
    const twin = await services.store.gatewayRuns.findByIdempotencyKey(asked.idempotencyKey);
    if (twin === null) {
      throw error;
    }
    return ownRun(twin, actor.accountId);
  }
  services.gateway?.runUpdated(run);
  services.gateway?.nudge();
  return run;
}

async function record(context: UserContext, run: GatewayRun): Promise<void> {
  const { appName, prompt, writer, edits } = run;
  await context.services.store.transaction(async (repositories) => {
    await repositories.gatewayRuns.create(run);
    await recordAudit(context, repositories, {
      action: 'gateway.ask',
      subjectKind: 'gateway-run',
      subjectId: run.id,
      outcome: 'intent',
      detail: {
        appName,
        promptHash: promptHash(prompt),
        server: writer.server,
        model: writer.model,
        ...(edits === undefined ? {} : { edits }),
      },
    });
  });
}

function newRun(
  { services, actor }: UserContext,
  { prompt, appName, opensItself, edits, revises, idempotencyKey }: z.infer<typeof AskGatewayInput>,
  writer: RunWriter,
): GatewayRun {
  const now = services.clock.now();
  return {
    id: services.newId(),
    idempotencyKey,
    state: 'queued',
    requester: { accountId: actor.accountId, username: actor.username, name: actor.name },
    prompt,
    appName,
    writer,
    opensItself,
    ...(edits === undefined ? {} : { edits }),
    ...(revises === undefined ? {} : { revises }),
    steps: [],
    draft: null,
    changeId: null,
    problem: null,
    createdAt: now,
    updatedAt: now,
    startedAt: null,
    finishedAt: null,
    revision: 0,
  };
}

/** What is changed goes under the name of what it changes: two requests for one application are then seen to be that. */
function demandOwnName(services: Services, id: string, appName: string): void {
  const { application } = requireEditable(services, id);
  if (application.name !== appName) {
    throw new PortalError('invalid-input', `What changes ${application.name} goes under its name.`, {
      fields: [{ path: 'appName', message: `Use ${application.name}.` }],
    });
  }
}

async function demandRoom({ store }: Services, accountId: string): Promise<void> {
  const waiting = await store.gatewayRuns.listByState(UNDER_WAY);
  const own = waiting.filter(({ requester }) => requester.accountId === accountId).length;
  if (own >= MOST_WAITING_OF_ONE) {
    throw new PortalError('rate-limited', `${own} of your requests wait already.`, {
      suggestion: 'Wait for one of them, or cancel one.',
      retryAfterSeconds: 30,
    });
  }
}

function ownRun(run: GatewayRun, accountId: string): GatewayRun {
  if (run.requester.accountId !== accountId) {
    throw new PortalError('conflict', 'This was already asked for by somebody else.');
  }
  return run;
}
