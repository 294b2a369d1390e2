/** An object of the test server, small but of the shape that clusters send. */
export type Thing = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; resourceVersion: string };
  spec: { size: unknown };
};

export type ThingEvent = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: Thing };

/** What the test server stores: things by name, and every change with its version. */
export type History = {
  readonly version: number;
  put(name: string, size: unknown): ThingEvent;
  delete(name: string): ThingEvent;
  list(): Thing[];
  since(version: number): ThingEvent[];
  /** Goes back to an earlier version, as a restored backup does, and counts on from there. */
  rewind(version: number): void;
};

export function createHistory(): History {
  let events: ThingEvent[] = [];
  let version = 1000;
  const things = new Map<string, Thing>();
  const record = (type: ThingEvent['type'], name: string, size: unknown): ThingEvent => {
    version += 1;
    const metadata = { name, namespace: 'things', resourceVersion: String(version) };
    const object = { apiVersion: 'test.example/v1', kind: 'Thing', metadata, spec: { size } };
    const event = { type, object };
    events.push(event);
    apply(event);
    return event;
  };
  const apply = ({ type, object }: ThingEvent) => {
    if (type === 'DELETED') {
      things.delete(object.metadata.name);
    } else {
      things.set(object.metadata.name, object);
    }
  };
  return {
    get version() {
      return version;
    },
    put: (name, size) => record(things.has(name) ? 'MODIFIED' : 'ADDED', name, size),
    delete: (name) => record('DELETED', name, things.get(name)?.spec.size),
    list: () => [...things.values()],
    since: (from) => events.filter(({ object }) => Number(object.metadata.resourceVersion) > from),
    rewind(to) {
      events = events.filter(({ object }) => Number(object.metadata.resourceVersion) <= to);
      version = to;
      things.clear();
      events.forEach(apply);
    },
  };
}
