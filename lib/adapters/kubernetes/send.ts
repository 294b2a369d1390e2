import { type Agent, type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { cutOnAbort } from '#lib/adapters/_shared/cut-on-abort.ts';
import { reach, withoutBrackets } from '#lib/adapters/_shared/reach.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Access } from './access/access.ts';
import { type Asked, errorFromNetwork, invalidError, timeoutError } from './answer-error.ts';
import { assertReadOnly, type ClusterRequest } from './read-only.ts';

export type Sending = {
  asked: Asked;
  request: ClusterRequest;
  access: Access;
  agent: Agent;
  clock: Clock;
  /** From sending to the head of the answer. */
  answerWithinMs: number;
  /** Cuts the connection whenever it is aborted, also while the body is read. */
  signal: AbortSignal;
};

/** Long enough not to bother anyone, short enough that a dead peer is noticed within 13 s (Node probes every second, ten times). */
const KEEP_ALIVE_DELAY_MS = 3000;

/**
 * Sends one request and gives the answer once its head is there, whatever its status. The only place where anything
 * leaves for a cluster. A kept connection that the server had closed meanwhile is no fault: then it is sent once more.
 * Throws ExternalError, or the signal's reason.
 */
export async function send(sending: Sending): Promise<IncomingMessage> {
  assertReadOnly(sending.request);
  assertReach(sending);
  try {
    return await sendOnce(sending);
  } catch (error) {
    if (error instanceof ReusedConnectionError && !sending.signal.aborted) {
      return await sendOnce(sending).catch((second: unknown) => {
        throw second instanceof ReusedConnectionError ? errorFromNetwork(sending.asked, second.cause) : second;
      });
    }
    throw error;
  }
}

function assertReach({ asked, access }: Sending): void {
  try {
    reach.assertHost(access.server.hostname);
  } catch (error) {
    throw errorFromNetwork(asked, error);
  }
}

/** The server had hung up before this request reached it. */
class ReusedConnectionError extends Error {}

function sendOnce(sending: Sending): Promise<IncomingMessage> {
  const { asked, signal } = sending;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const outgoing = open(sending);
    const answered = new AbortController();
    cutOnAbort(outgoing, signal);
    sending.clock.sleep(sending.answerWithinMs, answered.signal).then(
      () => outgoing.destroy(timeoutError(asked, `it did not answer within ${sending.answerWithinMs / 1000} s`)),
      () => undefined, // It answered in time, or failed before.
    );
    outgoing.once('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS));
    outgoing.once('response', (answer) => {
      answered.abort();
      resolve(answer);
    });
    outgoing.on('error', (error) => {
      const failure = signal.aborted ? signal.reason : errorFromNetwork(asked, error);
      reject(wasReused(outgoing, error) ? new ReusedConnectionError('', { cause: error }) : failure);
    });
    // No API that is only read has a reason to go on in another protocol; without this nothing would ever be heard.
    outgoing.once('upgrade', (_, socket) => {
      socket.destroy();
      reject(invalidError(asked, 'it switched to another protocol'));
    });
    outgoing.once('close', () => answered.abort());
    outgoing.end(sending.request.method === 'POST' ? JSON.stringify(sending.request.body) : undefined);
  });
}

function open({ access, agent, request }: Sending): ClientRequest {
  const { server } = access;
  const start = server.protocol === 'https:' ? overHttps : overHttp;
  return start({
    protocol: server.protocol,
    hostname: withoutBrackets(server.hostname),
    port: server.port,
    path: `${server.pathname.replace(/\/$/, '')}${request.path}`,
    method: request.method,
    agent,
    lookup: reach.lookup,
    headers: {
      ...access.headers,
      accept: 'application/json',
      'user-agent': 'portolan',
      ...(request.method === 'POST' ? { 'content-type': 'application/json' } : {}),
    },
  });
}

function wasReused(outgoing: ClientRequest, error: Error): boolean {
  return outgoing.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
