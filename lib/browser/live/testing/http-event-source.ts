import { type ClientRequest, get } from 'node:http';
import type { EventSourceConstructor, EventSourceLike } from '../event-line.ts';

type Listener = Parameters<EventSourceLike['addEventListener']>[1];

/** A browser's EventSource over real HTTP. @param addressOf what is really asked for, where it is other than what was meant to be */
export function createHttpEventSource(addressOf: (url: string) => string = (url) => url): EventSourceConstructor {
  return class HttpEventSource implements EventSourceLike {
    private readonly listeners = new Map<string, Listener[]>();
    private readonly request: ClientRequest;
    private isClosed = false;

    constructor(url: string) {
      const parse = createEventParser((type, data, lastEventId) => this.emit(type, { data, lastEventId }));
      // A connection of its own for each, as a stream has in a browser.
      this.request = get(addressOf(url), { agent: false, headers: { accept: 'text/event-stream' } });
      this.request.on('error', () => this.emit('error', {}));
      this.request.on('response', (response) => {
        const isStream = response.headers['content-type']?.startsWith('text/event-stream');
        if (response.statusCode !== 200 || !isStream) {
          this.request.destroy();
          this.emit('error', {});
          return;
        }
        response.setEncoding('utf8');
        response.on('data', parse);
        response.on('end', () => this.emit('error', {}));
        response.on('error', () => this.emit('error', {}));
      });
    }

    addEventListener(type: string, listener: Listener): void {
      this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
    }

    close(): void {
      this.isClosed = true;
      this.request.destroy();
    }

    private emit(type: string, event: Parameters<Listener>[0]): void {
      if (!this.isClosed) {
        for (const listener of this.listeners.get(type) ?? []) {
          listener(event);
        }
      }
    }
  };
}

/** Reads an event stream as the HTML standard has it: an event that has no empty line after it does not count. */
function createEventParser(dispatch: (type: string, data: string, id: string) => void): (text: string) => void {
  let rest = '';
  let lastId = '';
  let [type, data] = ['', ''];
  const take = (line: string) => {
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (line === '') {
      if (data !== '') {
        dispatch(type || 'message', data.slice(0, -1), lastId);
      }
      [type, data] = ['', ''];
    } else if (field === 'event') {
      type = value;
    } else if (field === 'data') {
      data += `${value}\n`;
    } else if (field === 'id') {
      lastId = value;
    }
  };
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
  };
}
