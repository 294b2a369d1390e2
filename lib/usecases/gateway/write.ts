import { deployedTo } from '#lib/domain/application/deployed.ts';
import type { HeadFile } from '#lib/domain/change/change.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun, RunDraft, RunStep } from '#lib/domain/gateway/run.ts';
import type { Template } from '#lib/domain/template/template.ts';
import {
  type Draft,
  type DraftFile,
  type DraftStep,
  type DraftTools,
  describeFindings,
  type Network,
  writeDraft,
} from '#lib/gateway/index.ts';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import type { Gateway, Writer } from '#lib/portal/gateway.ts';
import { createReaders } from '#lib/portal/subjects-of.ts';
import { applyDefaults, validateParameters } from '#lib/templates/index.ts';
import { networkOf } from './namespace-policies.ts';
import { prepareRun } from './prepare-run.ts';
import { saveRun } from './save-run.ts';
import { type EditingTools, writeChangesOf } from './write-edits.ts';

export type Writing = {
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
  { gateway, writer, progress }: { gateway: Gateway; writer: Writer; progress: Writing },
): Promise<GatewayRun> {
  const { services } = context;
  const steps: RunStep[] = [];
  const tools = toolsOf(context, run, { writer, progress, steps });
  const draft = await draftFor(services, run, gateway, tools);
  progress.signal.throwIfAborted();
  const next = await withDraft(services, { ...run, steps }, draft);
  return await saveRun(context, next, {
    action: 'gateway.written',
    outcome: next.state === 'failed' ? 'failed' : 'done',
    detail: { state: next.state, model: run.writer.model, digest: run.writer.digest, attempts: steps.length },
  });
}

/** A draft of its own kind, or why there is none. */
type Drafted = RunDraft | Extract<Draft, { kind: 'declined' | 'nothing' }>;

async function draftFor(services: Services, run: GatewayRun, gateway: Gateway, tools: RunTools): Promise<Drafted> {
  const { prompt, appName, edits } = run;
  const earlier = await earlierOf(services, run);
  const { zone, attempts } = gateway;
  if (edits !== undefined) {
    const changes = await writeChangesOf(services, { ...run, edits, ...earlier }, attempts, tools);
    return 'path' in changes ? changes : { kind: 'nothing', problem: changes.problem };
  }
  const templates = [...services.templates.values()].filter(({ id }) => gateway.templateIds?.has(id) ?? true);
  const request = { prompt, appName, ...earlier, templates, attempts };
  const draft = await writeDraft(
    { ...request, zone: { ...zone, network: () => landingNetwork(services, gateway) } },
    tools,
  );
  return draft.kind === 'form' || draft.kind === 'objects' ? draftOf(services, draft) : draft;
}

/** Of the namespace where objects land that no golden path makes, in the cluster of the application that delivers them. */
async function landingNetwork(services: Services, gateway: Gateway): Promise<Network | null> {
  const { folder, namespace, kinds } = gateway.zone;
  const [reader] = createReaders(services, services.repository.ref)(`${folder}/`);
  const place = { cluster: reader === undefined ? null : deployedTo(reader), namespace, kinds };
  return await networkOf(services, gateway, place, await services.snapshots.head());
}

/** What came of the request that this one says otherwise, as a model is shown it. */
async function earlierOf({ store }: Services, { revises }: GatewayRun): Promise<{ earlier?: string }> {
  const run = revises === undefined ? null : await store.gatewayRuns.findByChange(revises);
  if (run === null || run.draft === null) {
    return {};
  }
  const { path, values, files } = run.draft;
  // Of what it named, not what the portal made of that: in those words it has to answer again.
  const said = path.kind === 'edits' ? { edits: values.edits, add: values.add } : values;
  const made = path.kind === 'objects' ? files.map(({ after }) => after ?? '').join('---\n') : JSON.stringify(said);
  return { earlier: `${run.prompt}\n\n${made}` };
}

async function withDraft(services: Services, run: GatewayRun, draft: Drafted): Promise<GatewayRun> {
  const now = services.clock.now();
  const ended = (state: 'declined' | 'failed', message: string, suggestion: string): GatewayRun => {
    return { ...run, state, problem: { since: now, message, suggestion, retrying: false }, finishedAt: now };
  };
  if ('path' in draft) {
    const checked = await lookOver(services, run, draft);
    const state = run.opensItself && checked.problem === null ? 'opening' : 'draft';
    return { ...run, state, problem: null, draft: checked };
  }
  return draft.kind === 'declined'
    ? ended('declined', `The model found nothing to run in this: ${draft.why}`, 'Say what shall run, in other words.')
    : ended(
        'failed',
        'The model answered with nothing that could be used.',
        `Try again in other words, or with another model. What was wrong last: ${draft.problem}`,
      );
}

function draftOf(services: Services, draft: Extract<Draft, { kind: 'form' | 'objects' }>): RunDraft {
  if (draft.kind === 'objects') {
    return { ...NO_FILES, path: { kind: 'objects' }, files: draft.files.map(toNewFile), problem: draft.problem };
  }
  const { templateId, values, problem } = draft;
  const templateDigest = services.templates.get(templateId)?.digest ?? '';
  return { ...NO_FILES, path: { kind: 'template', templateId, templateDigest }, values, problem };
}

const NO_FILES: Omit<RunDraft, 'path'> = { values: {}, files: [], base: null, report: null, problem: null };

function toNewFile({ path, content }: DraftFile): HeadFile {
  return { path, before: null, after: content };
}

/** The files and the verdicts as they are now, also of a draft that something is wrong with. */
async function lookOver(services: Services, run: GatewayRun, draft: RunDraft): Promise<RunDraft> {
  try {
    const { files, snapshot, report, conflicts } = await prepareRun(services, run, draft);
    const [conflict] = conflicts;
    const made = files.map(({ path, before, after }): HeadFile => ({ path, before, after }));
    const base = { sha: snapshot.sha, asOf: snapshot.asOf };
    return { ...draft, files: made, base, report, problem: draft.problem ?? conflict?.message ?? null };
  } catch (error) {
    if (error instanceof PortalError && (error.code === 'invalid-input' || error.code === 'refused')) {
      return { ...draft, problem: draft.problem ?? error.message };
    }
    throw error;
  }
}

/** What a model writes with, whichever way it writes. */
type RunTools = DraftTools & EditingTools;

function toolsOf(
  { services }: PortalContext,
  run: GatewayRun,
  { writer, progress, steps }: { writer: Writer; progress: Writing; steps: RunStep[] },
): RunTools {
  const { clock } = services;
  const { model, contextTokens, answerTokens, seed } = run.writer;
  let asked: Omit<RunStep, keyof DraftStep> = {
    at: clock.now(),
    ms: 0,
    questionTokens: null,
    answerTokens: null,
    loadMs: null,
  };
  const refused = async (draft: RunDraft): Promise<string | null> => {
    const { report, conflicts } = await prepareRun(services, run, draft);
    const [conflict] = conflicts;
    return conflict?.message ?? describeFindings(report.results);
  };
  return {
    async ask({ messages, shape }) {
      progress.signal.throwIfAborted();
      const at = clock.now();
      const question = { model, messages, schema: shape, contextTokens, answerTokens, seed };
      const answer = await writer.server.write(question, { signal: progress.signal, onText: progress.onText });
      const { questionTokens, answerTokens: written, loadMs } = answer;
      asked = { at, ms: clock.now() - at, questionTokens, answerTokens: written, loadMs };
      return answer;
    },
    checkValues: (template, values) => validateParameters(template, applyDefaults(template, values)),
    checkForm: (template: Template, values) =>
      refused({
        ...NO_FILES,
        values,
        path: { kind: 'template', templateId: template.id, templateDigest: template.digest },
      }),
    checkFiles: (files) => refused({ ...NO_FILES, files: files.map(toNewFile), path: { kind: 'objects' } }),
    refused,
    onStep(step) {
      const done: RunStep = { ...step, ...asked };
      steps.push(done);
      progress.onStep(done);
    },
  };
}

/** Whether another attempt may go well without anybody doing anything: the server is busy, away, or being loaded. */
export function isWorthAnotherTry(error: unknown): boolean {
  const kind = error instanceof ExternalError ? error.kind : error instanceof PortalError ? error.code : null;
  return kind !== null && ['unavailable', 'timeout', 'rate-limited'].includes(kind);
}
