import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun, RunDraft, RunStep } from '#lib/domain/gateway/run.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { type Draft, type DraftTools, describeFindings, writeDraft } from '#lib/gateway/index.ts';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import type { Gateway, Writer } from '#lib/portal/gateway.ts';
import { applyDefaults, validateParameters } from '#lib/templates/index.ts';
import { openDraft } from './open.ts';
import { prepareRun } from './prepare-run.ts';
import { saveRun } from './save-run.ts';

export type RunProgress = {
  /** Ends the writing; the run itself says why. */
  signal: AbortSignal;
  onText(piece: string): void;
  onStep(step: RunStep): void;
};

/**
 * Has a model write what a run asks for, and writes down what came of it. Cut off anywhere, it is begun anew: nothing has
 * left the portal before the draft stands. Throws what is worth another attempt later, such as a server that is busy.
 */
export async function writeRun(
  context: PortalContext,
  run: GatewayRun,
  { gateway, writer, progress }: { gateway: Gateway; writer: Writer; progress: RunProgress },
): Promise<GatewayRun> {
  const { services } = context;
  const steps: RunStep[] = [];
  const templates = [...services.templates.values()].filter(({ id }) => gateway.templateIds?.has(id) ?? true);
  const tools = toolsOf(context, run, { writer, progress, steps });
  const draft = await writeDraft(
    { prompt: run.prompt, appName: run.appName, templates, zone: gateway.zone, attempts: gateway.attempts },
    tools,
  );
  progress.signal.throwIfAborted();
  const next = await withDraft(services, { ...run, steps }, draft);
  const saved = await saveRun(context, next, {
    action: 'gateway.written',
    outcome: next.state === 'failed' ? 'failed' : 'done',
    detail: { state: next.state, model: run.writer.model, digest: run.writer.digest, attempts: steps.length },
  });
  if (saved.state === 'draft' && saved.opensItself && saved.draft?.problem === null) {
    await openDraft(context, saved);
    return (await services.store.gatewayRuns.findById(run.id)) ?? saved;
  }
  return saved;
}

async function withDraft(services: Services, run: GatewayRun, draft: Draft): Promise<GatewayRun> {
  const now = services.clock.now();
  const ended = (state: 'declined' | 'failed', message: string, suggestion: string): GatewayRun => {
    return { ...run, state, problem: { since: now, message, suggestion, retrying: false }, finishedAt: now };
  };
  switch (draft.kind) {
    case 'declined':
      return ended(
        'declined',
        `The model found nothing to run in this: ${draft.why}`,
        'Say what shall run, in other words.',
      );
    case 'nothing':
      return ended(
        'failed',
        'The model answered with nothing that could be used.',
        `Try again in other words, or with another model. What was wrong last: ${draft.problem}`,
      );
    default: {
      const made = draftOf(services, draft);
      const checked = await lookOver(services, run, made);
      return { ...run, state: 'draft', problem: null, draft: checked };
    }
  }
}

function draftOf(services: Services, draft: Extract<Draft, { kind: 'form' | 'objects' }>): RunDraft {
  if (draft.kind === 'objects') {
    return { path: { kind: 'objects' }, values: {}, files: draft.files, report: null, problem: draft.problem };
  }
  const { templateId, values, problem } = draft;
  const templateDigest = services.templates.get(templateId)?.digest ?? '';
  return { path: { kind: 'template', templateId, templateDigest }, values, files: [], report: null, problem };
}

/** The files and the verdicts as they are now, also of a draft that something is wrong with. */
async function lookOver(services: Services, run: GatewayRun, draft: RunDraft): Promise<RunDraft> {
  try {
    const { changes, report, conflicts } = await prepareRun(services, run, draft);
    const [conflict] = conflicts;
    return { ...draft, files: changes, report, problem: draft.problem ?? conflict?.message ?? null };
  } catch (error) {
    if (error instanceof PortalError && error.code === 'invalid-input') {
      return { ...draft, problem: draft.problem ?? error.message };
    }
    throw error;
  }
}

function toolsOf(
  { services }: PortalContext,
  run: GatewayRun,
  { writer, progress, steps }: { writer: Writer; progress: RunProgress; steps: RunStep[] },
): DraftTools {
  const { clock } = services;
  const { model, contextTokens, answerTokens, seed } = run.writer;
  let asked = { at: 0, ms: 0, questionTokens: null as number | null, answerTokens: null as number | null };
  const refused = async (draft: RunDraft): Promise<string | null> => {
    const { report, conflicts } = await prepareRun(services, run, draft);
    const [conflict] = conflicts;
    return conflict?.message ?? describeFindings(report.results);
  };
  const none = { files: [], values: {}, report: null, problem: null };
  return {
    async ask({ messages, shape }) {
      progress.signal.throwIfAborted();
      const at = clock.now();
      const question = { model, messages, schema: shape, contextTokens, answerTokens, seed };
      const answer = await writer.server.write(question, { signal: progress.signal, onText: progress.onText });
      asked = { at, ms: clock.now() - at, questionTokens: answer.questionTokens, answerTokens: answer.answerTokens };
      return answer;
    },
    checkValues: (template, values) => validateParameters(template, applyDefaults(template, values)),
    checkForm: (template: Template, values) =>
      refused({
        ...none,
        values,
        path: { kind: 'template', templateId: template.id, templateDigest: template.digest },
      }),
    checkFiles: (files) => refused({ ...none, files: [...files], path: { kind: 'objects' } }),
    onStep(step) {
      const done: RunStep = { ...step, ...asked };
      steps.push(done);
      progress.onStep(done);
    },
  };
}

/** Whether another attempt may go well without anybody doing anything: the server is busy, away, or being loaded. */
export function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof ExternalError && ['unavailable', 'timeout', 'rate-limited'].includes(error.kind);
}
