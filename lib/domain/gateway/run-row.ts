import type { Person } from '../change/change.ts';
import type { GatewayRun, RunState } from './run.ts';

/** A request to the gateway in a list. */
export type GatewayRow = {
  id: string;
  state: RunState;
  appName: string;
  /** The first words of the request. */
  words: string;
  requester: Person;
  server: string;
  model: string;
  /** What it is made with; null until that is known. */
  path: { kind: 'template'; templateId: string } | { kind: 'objects' } | { kind: 'edits' } | null;
  /** '' where nothing is in the way. */
  problem: string;
  changeId: string | null;
  /** How long its model had to be loaded, in ms; null where it was there already, or where its server does not tell. */
  loadMs: number | null;
  createdAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  revision: number;
};

const MOST_WORDS = 200;
/** A model that answers sooner was loaded already: servers say a few milliseconds for having looked. */
const LOADED_ALREADY_MS = 500;

export function toGatewayRow(run: GatewayRun): GatewayRow {
  const { id, state, appName, prompt, requester, writer, draft, problem, changeId, steps } = run;
  const { createdAt, startedAt, finishedAt, revision } = run;
  const loadMs = Math.max(0, ...steps.map((step) => step.loadMs ?? 0));
  const path = draft?.path ?? null;
  return {
    id,
    state,
    appName,
    words: prompt.length > MOST_WORDS ? `${prompt.slice(0, MOST_WORDS)}…` : prompt,
    requester,
    server: writer.server,
    model: writer.model,
    path: path?.kind === 'template' ? { kind: 'template', templateId: path.templateId } : path,
    problem: problem?.message ?? draft?.problem ?? '',
    changeId,
    loadMs: loadMs < LOADED_ALREADY_MS ? null : loadMs,
    createdAt,
    startedAt,
    finishedAt,
    revision,
  };
}
