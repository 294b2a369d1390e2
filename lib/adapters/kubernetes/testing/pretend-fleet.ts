import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Connection } from '../connection.ts';
import { createPulse } from '../pulse.ts';
import { createReflector } from '../reflector.ts';
import { createRecorder, type Recorder, THING_KIND, type ThingValue } from './rig.ts';

/** An API server without a network, so that fifty portals can look at it on a clock that only the test moves. */
export type PretendApi = {
  isUp: boolean;
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
    isUp: true,
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
  const ask = () => {
    api.asked.push(clock.now());
    if (!api.isUp) {
      const asked = { provider: 'test', operation: 'ask', kind: 'unavailable', message: 'refused' } as const;
      throw new ExternalError({ ...asked, cause: refusal() });
    }
    listener();
  };
  return {
    id: 'test',
    label: 'the test',
    async open({ path }, { signal }) {
      ask();
      const { searchParams } = new URL(path, 'http://server');
      const isWatch = searchParams.has('watch');
      const body = isWatch ? new Readable({ read: () => undefined }) : Readable.from([Buffer.from(LIST)]);
      if (isWatch) {
        watches.add(body);
        body.once('close', () => watches.delete(body));
        signal.addEventListener('abort', () => body.destroy(new Error('stopped')), { once: true });
        void clock.sleep(Number(searchParams.get('timeoutSeconds')) * 1000).then(() => body.push(null));
      }
      // Of an answer, a list and a watch use what every stream of bytes has.
      return body as unknown as IncomingMessage;
    },
    async readJson() {
      ask();
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
