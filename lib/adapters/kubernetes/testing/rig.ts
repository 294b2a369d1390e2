import type { SourceStatus } from '#lib/domain/source/source.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { KindDescriptor, Reflection, ReflectionSink } from '#lib/ports/cluster.ts';
import type { AccessOptions } from '../access/access.ts';
import { createCluster, type OpenCluster } from '../cluster.ts';
import { type ServerCertificate, startTestApiServer, type TestApiServer } from './api-server.ts';
import { createFastClock } from './fast-clock.ts';

export type ThingValue = { id: string; size: number };

/** Throws for a thing whose size is no number: that one is garbage. */
export const THING_KIND: KindDescriptor<ThingValue> = {
  group: 'test.example',
  version: 'v1',
  resource: 'things',
  kind: 'Thing',
  namespaced: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const { name, namespace } = fieldsOf(object.metadata);
    const { size } = fieldsOf(object.spec);
    if (typeof size !== 'number') {
      throw new TypeError('spec.size is no number');
    }
    return { id: `${String(namespace)}/${String(name)}`, size };
  },
};

/** A sink that keeps everything it was told. */
export type Recorder<Value> = ReflectionSink<Value> & {
  readonly values: Map<string, Value>;
  readonly statuses: SourceStatus[];
  readonly last: SourceStatus | undefined;
  replaced: number;
};

export function createRecorder<Value>(): Recorder<Value> {
  const values = new Map<string, Value>();
  const statuses: SourceStatus[] = [];
  return {
    values,
    statuses,
    replaced: 0,
    get last() {
      return statuses.at(-1);
    },
    replace(next) {
      this.replaced += 1;
      values.clear();
      for (const [id, value] of next) {
        values.set(id, value);
      }
    },
    upsert: (id, value) => values.set(id, value),
    remove: (id) => values.delete(id),
    status: (status) => statuses.push(status),
  };
}

export type Rig = {
  clock: Clock;
  server: TestApiServer;
  cluster: OpenCluster;
  sink: Recorder<ThingValue>;
  reflection: Reflection;
  errors: unknown[];
  /**
   * Waits, in the time of the clock, until it holds. Gives how long that took, without what the machine was late: time
   * that is faster than real time makes a minute of each moment in which other processes have the processor.
   */
  until(what: string, holds: () => boolean, limitMs?: number): Promise<number>;
  close(): Promise<void>;
};

const RATE = 20;
const LOOK_MS = 50;
/** A timer of Node may be so late on a machine with nothing else to do. */
const TIMER_MS = 2;

export type RigOptions = {
  /** How the server at this address is signed in to; without it, not at all. */
  access?(server: string): AccessOptions;
  certificate?: ServerCertificate;
  attention?: Attention;
};

/** A server with three things and a reflection of it that is up to date. */
export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const { access = (server) => ({ server }), certificate, attention } = options;
  const clock = createFastClock(RATE);
  const server = await startTestApiServer(clock, certificate);
  for (const [name, size] of [
    ['changed', 1],
    ['deleted', 2],
    ['kept', 3],
  ] as const) {
    server.put(name, size);
  }
  const errors: unknown[] = [];
  const cluster = createCluster({
    id: 'test',
    label: 'the test',
    kubeconfig: access(server.url),
    clock,
    random: Math.random,
    report: (error) => errors.push(error),
    ...(attention === undefined ? {} : { attention }),
  });
  const sink = createRecorder<ThingValue>();
  const reflection = cluster.reflect(THING_KIND, sink);
  // Long enough for a machine that has much else to do: what takes for ever is found all the same.
  const until = async (what: string, holds: () => boolean, limitMs = 600_000) => {
    const since = clock.now();
    const deadline = since + limitMs;
    let lateMs = 0;
    while (!holds()) {
      if (clock.now() > deadline) {
        const seen = JSON.stringify({ status: sink.last, values: [...sink.values], requests: server.requests.length });
        throw new Error(`waited in vain until ${what}: ${seen} ${errors.map(String).slice(-5).join(' | ')}`);
      }
      const restsAt = clock.now();
      await clock.sleep(LOOK_MS);
      lateMs += Math.max(0, clock.now() - restsAt - LOOK_MS - TIMER_MS * RATE);
    }
    return clock.now() - since - lateMs;
  };
  const close = async () => {
    await reflection.stop();
    cluster.close();
    await server.down();
  };
  return { clock, server, cluster, sink, reflection, errors, until, close };
}

/** Whether the sink holds exactly what the server does. Garbage is not expected in the sink. */
export function isEqual({ server, sink }: Pick<Rig, 'server' | 'sink'>): boolean {
  const expected = server.history.list().filter(({ spec }) => typeof spec.size === 'number');
  return (
    expected.length === sink.values.size &&
    expected.every(
      ({ metadata, spec }) => sink.values.get(`${metadata.namespace}/${metadata.name}`)?.size === spec.size,
    )
  );
}
