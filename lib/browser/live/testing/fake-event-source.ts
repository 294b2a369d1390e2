import type { EventSourceLike } from '../event-line.ts';

type Listener = (event: { data?: unknown; lastEventId?: string }) => void;

/** A browser's EventSource whose other end is the test. */
export class FakeEventSource implements EventSourceLike {
  static opened: FakeEventSource[] = [];

  readonly url: string;
  isClosed = false;
  private readonly listeners = new Map<string, Listener[]>();

  constructor(url: string) {
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  static get last(): FakeEventSource {
    const last = FakeEventSource.opened.at(-1);
    if (last === undefined) {
      throw new Error('no line was opened');
    }
    return last;
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  close(): void {
    this.isClosed = true;
  }

  /** What the server sends; a closed EventSource hears nothing. */
  emit(type: string, id: string, data: unknown): void {
    if (!this.isClosed) {
      for (const listener of this.listeners.get(type) ?? []) {
        listener({ data: JSON.stringify(data), lastEventId: id });
      }
    }
  }

  delta(version: number, topic: string, upsert: { id: string }[], remove: string[] = [], epoch = 'e1'): void {
    this.emit('delta', `${epoch}.${version}`, { topic, version, upsert, remove });
  }

  reset(version: number, topic: string, reason = 'gap', epoch = 'e1'): void {
    this.emit('reset', `${epoch}.${version}`, { topic, version, reason });
  }

  beat(version: number, epoch = 'e1'): void {
    this.emit('beat', `${epoch}.${version}`, 1);
  }

  fail(): void {
    for (const listener of this.listeners.get('error') ?? []) {
      listener({});
    }
  }
}
