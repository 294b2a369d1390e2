import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun, RunDraft } from '#lib/domain/gateway/run.ts';
import {
  type ConversationTools,
  MOST_EARLIER,
  partsWithin,
  type WrittenEdits,
  writeEdits,
} from '#lib/gateway/index.ts';
import type { Services } from '#lib/portal/context.ts';
import { requireEditable } from '#lib/portal/edit-folders.ts';
import { readEditable } from './editable.ts';
import { roomForMore } from './room-for-more.ts';

/** What a token of a model is at least worth in YAML; what the rules and the shape of the answer take. */
const CHARACTERS_A_TOKEN = 3;
const RULES_TOKENS = 1000;
/** The last answer, which is shown to the model where something is wrong with it. */
const ANSWER_TOKENS = 1500;

/** What cannot be written surely the model is told as well; the rest is nothing that it could mend. */
function toSentence(error: unknown): string {
  if (error instanceof PortalError && error.code === 'refused') {
    return error.message;
  }
  throw error;
}

export type EditingTools = ConversationTools & {
  /** What the platform refuses of a draft, in words; null where it refuses nothing. */
  refused(draft: RunDraft): Promise<string | null>;
};

/**
 * Has a model say which fields of an application have to be others, and which objects it lacks. Gives the draft, or why there
 * is none. Throws PortalError where the application cannot be changed here, and what the server of the model throws.
 */
export async function writeChangesOf(
  services: Services,
  run: GatewayRun & { edits: string; earlier?: string },
  attempts: number,
  { refused, ...tools }: EditingTools,
): Promise<RunDraft | { problem: string }> {
  const editable = requireEditable(services, run.edits);
  const { within } = editable;
  const snapshot = await services.snapshots.head();
  const { parts, objects, files } = await readEditable(services, editable, snapshot);
  const { prompt, appName, earlier } = run;
  const { contextTokens, answerTokens } = run.writer;
  const room =
    (contextTokens - answerTokens - RULES_TOKENS - ANSWER_TOKENS) * CHARACTERS_A_TOKEN -
    prompt.length -
    Math.min(earlier?.length ?? 0, MOST_EARLIER);
  const shown = partsWithin(parts, room);
  const left = parts.length - shown.length;
  const draftOf = ({ edits, add, added }: WrittenEdits, problem: string | null): RunDraft => ({
    path: { kind: 'edits', within },
    values: { edits, add, added, shown: shown.map(({ id }) => id), left },
    files: [
      ...[...new Set(edits.map(({ file }) => file))].map((path) => ({
        path,
        before: files.get(path) ?? null,
        after: files.get(path) ?? null,
      })),
      ...added.map(({ path, content }) => ({ path, before: null, after: content })),
    ],
    base: null,
    report: null,
    problem,
  });
  const additions = await roomForMore(services, editable.application, objects, snapshot);
  const request = { prompt, appName, ...(earlier === undefined ? {} : { earlier }) };
  const written = await writeEdits(
    { ...request, parts: shown, left, objects, additions, attempts },
    { ...tools, checkEdits: async (edited) => await refused(draftOf(edited, null)).catch(toSentence) },
  );
  return 'value' in written ? draftOf(written.value, written.problem) : written;
}
