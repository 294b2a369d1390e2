import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Connection, Opening } from '../connection.ts';
import { createPulse } from '../pulse.ts';
import { createReflector } from '../reflector.ts';
import { createRecorder, type Recorder, THING_KIND, type ThingValue } from './rig.ts';

/** An API server without a network, so that fifty portals can look at it on a clock that only the test moves. */
export type PretendApi = {
  /**
   * `silent`: it takes what is asked and says nothing, also on watches that are open. `cut-short`: an answer begins, and its
   * connection ends before it does.
   */
  state: 'up' | 'refusing' | 'silent' | 'cut-short';
  /** When something was asked of it, whether it answered or not. */
  asked: number[];
  /** Ends every watch, as the end of the process does. */
  cut(): void;
  connect(): Connection;
};

const LIST = JSON.stringify({ kind: 'ThingList', metadata: { resourceVersion: '1000' }, items: [] });

export function createPretendApi(clock: Clock): PretendApi {
  const watches = new Set<Readable>();
  const api: PretendApi = {
    state: 'up',
    asked: [],
    cut() {
      for (const watch of watches) {
        watch.destroy(refusal());
      }
    },
    connect: () => createConnection(api, watches, clock),
  };
  return api;
}

/** What one that is not there gives. */
function refusal(): Error {
  return Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
}

function createConnection(api: PretendApi, watches: Set<Readable>, clock: Clock): Connection {
  let listener = () => {};
  const ask = async ({ signal, onAnswer, answerWithinMs = 10_000 }: Opening) => {
    api.asked.push(clock.now());
    const asked = { provider: 'test', operation: 'ask', message: api.state };
    if (api.state === 'silent') {
      await clock.sleep(answerWithinMs, signal);
      throw new ExternalError({ ...asked, kind: 'timeout' });
    }
    if (api.state === 'refusing') {
      throw new ExternalError({ ...asked, kind: 'unavailable', cause: refusal() });
    }
    onAnswer?.();
    listener();
    if (api.state === 'cut-short') {
      throw new ExternalError({ ...asked, kind: 'unavailable', cause: new Error('reset') });
    }
  };
  return {
    id: 'test',
    label: 'the test',
    async open({ path }, opening) {
      await ask(opening);
      const { searchParams } = new URL(path, 'http://server');
      const isWatch = searchParams.has('watch');
      const body = isWatch ? new Readable({ read: () => undefined }) : Readable.from([Buffer.from(LIST)]);
      if (isWatch) {
        watches.add(body);
        body.once('close', () => watches.delete(body));
        opening.signal.addEventListener('abort', () => body.destroy(new Error('stopped')), { once: true });
        void clock
          .sleep(Number(searchParams.get('timeoutSeconds')) * 1000)
          .then(() => api.state === 'up' && body.push(null));
      }
      // Of an answer, a list and a watch use what every stream of bytes has.
      return body as unknown as IncomingMessage;
    },
    async readJson(_, opening) {
      await ask(opening);
      return JSON.parse(LIST);
    },
    onHeard(next) {
      listener = next;
    },
    heard: () => listener(),
    leaveAlone: () => undefined,
    releaseIdle: () => undefined,
    close: () => undefined,
  };
}

export type Fleet = { sinks: Recorder<ThingValue>[]; stop(): Promise<unknown> };

/** So many portals, each with its own connection and a reflection of each of so many kinds. */
export function startFleet(
  api: PretendApi,
  clock: Clock,
  random: () => number,
  size: { portals: number; kinds: number },
) {
  const sinks: Recorder<ThingValue>[] = [];
  const reflections = Array.from({ length: size.portals }, () => {
    const connection = api.connect();
    const pulse = createPulse(connection, clock, random);
    return Array.from({ length: size.kinds }, () => {
      const sink = createRecorder<ThingValue>();
      sinks.push(sink);
      return createReflector({ connection, kind: THING_KIND, sink, clock, random, pulse });
    });
  });
  return { sinks, stop: () => Promise.all(reflections.flat().map((reflection) => reflection.stop())) };
}
