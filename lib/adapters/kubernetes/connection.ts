import type { IncomingMessage } from 'node:http';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Access, AccessOptions } from './access/access.ts';
import { openAccess } from './access/open-access.ts';
import { createSignIn, type SignIn } from './access/sign-in.ts';
import { type Agents, createAgents, type Purpose } from './agents.ts';
import { type Asked, errorFromAnswer, errorFromNetwork, invalidError, isDistrust } from './answer-error.ts';
import { createHold, type Hold } from './hold.ts';
import { readText } from './read-body.ts';
import type { ClusterRequest } from './read-only.ts';
import { send } from './send.ts';

export type ConnectionOptions = {
  /** Stable: it begins the ids of sources. */
  id: string;
  /** For people. */
  label: string;
  kubeconfig: AccessOptions;
  clock: Clock;
};

export type Opening = {
  /** What is being done, for errors: `list applications`. */
  operation: string;
  purpose: Purpose;
  signal: AbortSignal;
  answerWithinMs?: number;
  /** Told of the head of an answer, before anybody else hears that the server is there. */
  onAnswer?: () => void;
};

/** A way to one API server that can only read. */
export type Connection = {
  readonly id: string;
  readonly label: string;
  /** Sends a request and gives the answer with its body still to be read. Throws ExternalError for all but 2xx. */
  open(request: ClusterRequest, opening: Opening): Promise<IncomingMessage>;
  /** The same with the body read and parsed, for answers of up to 32 MB. */
  readJson(request: ClusterRequest, opening: Opening): Promise<unknown>;
  /** Called whenever the server shows that it is there. */
  onHeard(listener: () => void): void;
  /** Says that the server is there: a watch was heard. */
  heard(): void;
  /** Sends nothing for so long, because the server asked for it on a stream that is open. */
  leaveAlone(seconds: number): void;
  /** Closes connections that are kept for later. */
  releaseIdle(): void;
  /** Ends everything. */
  close(): void;
};

const ANSWER_WITHIN_MS = 10_000;
const QUIET_MS = 10_000;
const LONGEST_JSON_BYTES = 32 * 1024 * 1024;
const LONGEST_ERROR_BYTES = 64 * 1024;

export function createConnection(options: ConnectionOptions): Connection {
  const { id, label, clock } = options;
  const closing = new AbortController();
  const wire: Wire = {
    provider: id,
    clock,
    signIn: createSignIn(openAccess(options.kubeconfig, id, clock)),
    agents: createAgents(),
    hold: createHold(clock, closing.signal),
    heard: () => undefined,
  };
  return {
    id,
    label,
    open: (request, opening) => open(wire, request, opening),
    readJson: (request, opening) => readJson(wire, request, opening),
    onHeard(listener) {
      wire.heard = listener;
    },
    heard: () => wire.heard(),
    leaveAlone: (seconds) => wire.hold.start(seconds),
    releaseIdle: () => wire.agents.releaseIdle(),
    close() {
      closing.abort();
      wire.agents.close();
    },
  };
}

type Wire = { provider: string; clock: Clock; signIn: SignIn; agents: Agents; hold: Hold; heard: () => void };

/** Sends with the access of now, and once more with other access when it is refused or trusts nobody there. */
async function open(wire: Wire, request: ClusterRequest, opening: Opening): Promise<IncomingMessage> {
  const secondsLeft = wire.hold.secondsLeft();
  if (secondsLeft > 0) {
    throw heldError({ provider: wire.provider, operation: opening.operation }, secondsLeft);
  }
  const access = await wire.signIn.current();
  try {
    return await openAs(wire, access, request, opening);
  } catch (error) {
    if (error instanceof ExternalError && (error.status === 401 || isDistrust(error))) {
      const other = await wire.signIn.insteadOf(access);
      if (other !== null) {
        return await openAs(wire, other, request, opening);
      }
    }
    throw error;
  }
}

async function openAs(wire: Wire, access: Access, request: ClusterRequest, opening: Opening): Promise<IncomingMessage> {
  const { clock } = wire;
  const asked = { provider: wire.provider, operation: opening.operation };
  const agent = wire.agents.agentFor(access, opening.purpose);
  const answerWithinMs = opening.answerWithinMs ?? ANSWER_WITHIN_MS;
  const answer = await send({ asked, request, access, agent, clock, answerWithinMs, signal: opening.signal });
  const status = answer.statusCode ?? 0;
  if (status < 500) {
    opening.onAnswer?.();
    wire.heard();
  }
  if (status >= 200 && status < 300) {
    return answer;
  }
  const error = await readError(answer, { asked, clock, signal: opening.signal, secret: secretOf(access) });
  if (error.retryAfterSeconds !== undefined && (status === 429 || status === 503)) {
    wire.hold.start(error.retryAfterSeconds);
  }
  throw error;
}

async function readJson(wire: Wire, request: ClusterRequest, opening: Opening): Promise<unknown> {
  const asked = { provider: wire.provider, operation: opening.operation };
  const reading = { asked, clock: wire.clock, quietMs: QUIET_MS, signal: opening.signal };
  const text = await readText(await open(wire, request, opening), reading, LONGEST_JSON_BYTES);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser quotes what it fails at, and that is not ours to pass on.
    throw invalidError(asked, 'its answer is not JSON');
  }
}

async function readError(
  answer: IncomingMessage,
  reading: { asked: Asked; clock: Clock; signal: AbortSignal; secret: string },
): Promise<ExternalError> {
  const { asked, clock } = reading;
  const { date, 'retry-after': retryAfter } = answer.headers;
  const said = { status: answer.statusCode ?? 0, retryAfter, date };
  try {
    const text = await readText(answer, { ...reading, quietMs: QUIET_MS }, LONGEST_ERROR_BYTES);
    const body = reading.secret === '' ? text : text.replaceAll(reading.secret, '(token)');
    return errorFromAnswer(asked, { ...said, body }, clock.now());
  } catch (error) {
    // The status says enough when the page that came with it is cut short or endless.
    return reading.signal.aborted
      ? errorFromNetwork(asked, error)
      : errorFromAnswer(asked, { ...said, body: '' }, clock.now());
  }
}

/** What a server that repeats the request in its error would give away. */
function secretOf({ headers }: Access): string {
  const { authorization } = headers;
  return typeof authorization === 'string' ? (authorization.split(' ').at(-1) ?? '') : '';
}

function heldError(asked: Asked, retryAfterSeconds: number): ExternalError {
  return new ExternalError({
    ...asked,
    kind: 'rate-limited',
    message: `it asked to be left alone for ${retryAfterSeconds} s more`,
    retryAfterSeconds,
  });
}
