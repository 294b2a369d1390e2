import type { SourceState } from '#lib/domain/source/source.ts';
import { answer, type Intercept, type TestRequest } from './api-server.ts';
import type { Rig } from './rig.ts';

/** Something that goes wrong. While it does, a thing is changed, one added and one deleted. */
export type Fault = {
  name: string;
  /** Starts it; what it should no longer tell of must be muted or cut here. */
  begin(rig: Rig): void | Promise<void>;
  /** How long it lasts after the changes; 0 when it is over by itself. */
  lastsMs?: number;
  end?(rig: Rig): void | Promise<void>;
  /** What the source must say before it ends. */
  shows?: SourceState;
};

type Answer = (request: TestRequest, response: Parameters<Intercept>[1]) => void;

/** The next `times` requests of a kind get this answer; the others pass. */
function onNext(rig: Rig, kind: TestRequest['kind'], times: number, give: Answer): void {
  let left = times;
  rig.server.intercept = (request, response) => {
    if (request.kind !== kind || left === 0) {
      return false;
    }
    left -= 1;
    give(request, response);
    return true;
  };
}

function cutWatches({ server }: Rig): void {
  for (const { response } of server.watches) {
    response.socket?.resetAndDestroy();
  }
}

function muteWatches({ server }: Rig): void {
  for (const watch of server.watches) {
    watch.mute();
  }
}

/** Ends the open watches with this text and says nothing more on them. */
function lastWords(rig: Rig, text: string, then: 'end' | 'reset' | 'stay'): void {
  for (const { response, mute } of rig.server.watches) {
    mute();
    response.write(text, () => {
      if (then === 'end') {
        response.end();
      } else if (then === 'reset') {
        response.socket?.resetAndDestroy();
      }
    });
  }
}

function status(code: number, reason: string, more: object = {}): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `${reason} it is`, ...more };
}

function errorEvent(code: number, reason: string, more: object = {}): string {
  return `${JSON.stringify({ type: 'ERROR', object: status(code, reason, more) })}\n`;
}

/** Cuts the watch and answers the next watches like this. */
function refusedWatch(name: string, times: number, give: Answer): Fault {
  return {
    name,
    begin(rig) {
      onNext(rig, 'watch', times, give);
      cutWatches(rig);
    },
  };
}

/** Makes a list necessary and answers the next lists like this. */
function refusedList(name: string, times: number, give: Answer): Fault {
  return {
    name,
    begin(rig) {
      onNext(rig, 'list', times, give);
      lastWords(rig, errorEvent(410, 'Expired'), 'end');
    },
  };
}

/** Everything gets this answer for a while. */
function refusedAll(name: string, give: Answer, more: Pick<Fault, 'lastsMs' | 'shows'>): Fault {
  return {
    name,
    begin(rig) {
      rig.server.intercept = (request, response) => {
        give(request, response);
        return true;
      };
      cutWatches(rig);
    },
    ...more,
  };
}

const say = (code: number, reason: string, headers: Record<string, string> = {}): Answer => {
  return (_, response) => answer(response, code, status(code, reason), headers);
};

const hang: Answer = () => undefined;

const CONNECTION_FAULTS: Fault[] = [
  { name: 'the watch is reset', begin: cutWatches },
  { name: 'the watch ends without a word', begin: (rig) => lastWords(rig, '', 'end') },
  { name: 'the watch is half-open: connected and silent for good', begin: muteWatches },
  {
    name: 'the whole server falls silent with its connections open',
    begin(rig) {
      rig.server.intercept = () => true;
      muteWatches(rig);
    },
    lastsMs: 40_000,
    shows: 'stale',
  },
  {
    name: 'the server is down',
    begin: (rig) => rig.server.down(),
    lastsMs: 60_000,
    end: (rig) => rig.server.up(),
    shows: 'stale',
  },
  {
    name: 'the watch ends as soon as it begins, again and again',
    begin(rig) {
      onNext(rig, 'watch', 4, (_, response) => answer(response, 200, ''));
      cutWatches(rig);
    },
  },
  {
    name: 'new watches are reset before they answer',
    begin(rig) {
      onNext(rig, 'watch', 4, (_, response) => response.socket?.resetAndDestroy());
      cutWatches(rig);
    },
  },
  refusedWatch('watches never answer', 2, hang),
  {
    name: 'the server has closed a connection that is kept for later',
    begin(rig) {
      for (const socket of rig.server.sockets) {
        socket.end();
      }
    },
  },
];

const EVENT_FAULTS: Fault[] = [
  { name: 'an ERROR event 410 ends the watch', begin: (rig) => lastWords(rig, errorEvent(410, 'Expired'), 'end') },
  {
    name: 'an ERROR event 410 and the stream stays open',
    begin: (rig) => lastWords(rig, errorEvent(410, 'Expired'), 'stay'),
  },
  {
    name: 'an ERROR event 500 and the stream stays open',
    begin: (rig) => lastWords(rig, errorEvent(500, 'InternalError'), 'stay'),
  },
  {
    name: 'an ERROR event without a Status',
    begin: (rig) => lastWords(rig, '{"type":"ERROR","object":null}\n', 'stay'),
  },
  {
    name: 'a line is cut short by a reset',
    begin: (rig) => lastWords(rig, '{"type":"MODIFIED","object":{"metadata":{"na', 'reset'),
  },
  {
    name: 'a line is cut short by the end',
    begin: (rig) => lastWords(rig, '{"type":"MODIFIED","object":{"metadata":{"na', 'end'),
  },
  { name: 'a line is no JSON', begin: (rig) => lastWords(rig, 'upstream connect error\n', 'stay') },
  { name: 'a line grows past 16 MB', begin: (rig) => lastWords(rig, 'x'.repeat(17 * 1024 * 1024), 'stay') },
  {
    name: 'events without sense are among the others',
    begin(rig) {
      for (const text of [
        'null',
        '[]',
        '7',
        '{}',
        '{"type":"ADDED"}',
        '{"type":"HELLO","object":{"metadata":{}}}',
        '',
      ]) {
        for (const { response } of rig.server.watches) {
          response.write(`${text}\n`);
        }
      }
    },
  },
  {
    name: 'events come twice and in the wrong order',
    begin(rig) {
      const { history } = rig.server;
      const events = [history.put('changed', 7), history.put('changed', 8), history.put('late', 9)];
      for (const index of [2, 0, 1, 1, 2]) {
        for (const watch of rig.server.watches) {
          watch.send(events[index] ?? { type: 'BOOKMARK', object: {} });
        }
      }
    },
  },
  {
    name: 'a line comes in single bytes',
    async begin(rig) {
      const event = JSON.stringify(rig.server.history.put('slow', 5));
      for (const byte of `${event}\n`) {
        for (const { response } of rig.server.watches) {
          response.write(byte);
        }
        await rig.clock.sleep(20);
      }
    },
  },
];

const ANSWER_FAULTS: Fault[] = [
  refusedWatch('410 as the status of the watch', 1, say(410, 'Expired')),
  refusedWatch('500 five times', 5, say(500, 'InternalError')),
  refusedWatch('504: the version is too large', 8, say(504, 'Timeout')),
  refusedWatch('a page of a gateway with status 502', 3, (_, response) =>
    answer(response, 502, '<html>Bad Gateway</html>'),
  ),
  refusedWatch('a page of a gateway with status 200', 3, (_, response) =>
    answer(response, 200, '<html>hello</html>\n'),
  ),
  refusedWatch('a redirect', 2, (_, response) => answer(response, 302, '', { location: 'http://127.0.0.1:1/' })),
  refusedList('500 for the list', 3, say(500, 'InternalError')),
  refusedList('the list stalls in the middle', 1, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"items":[{"metadata":{"name":"half"');
  }),
  refusedList('the list is cut short', 2, (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"items":[{"metadata":{"name":"half"', () => response.socket?.resetAndDestroy());
  }),
  refusedList('the list ends early', 2, (_, response) => answer(response, 200, '{"items":[{"metadata":{"name":"x"}')),
  refusedList('the list is a page of a gateway', 2, (_, response) => answer(response, 200, '<html>hello</html>')),
  refusedList('the list has no version', 2, (_, response) => answer(response, 200, { items: [], metadata: {} })),
  {
    name: '410 between two pages of the list',
    begin(rig) {
      rig.server.pageSize = 2;
      let isExpired = false;
      rig.server.intercept = (request, response) => {
        const hit = !isExpired && request.query.has('continue');
        isExpired ||= hit;
        if (hit) {
          answer(response, 410, status(410, 'Expired'));
        }
        return hit;
      };
      lastWords(rig, errorEvent(410, 'Expired'), 'end');
    },
  },
  refusedAll('500 for everything', say(500, 'InternalError'), { lastsMs: 30_000, shows: 'stale' }),
  refusedAll('the credentials are refused', say(401, 'Unauthorized'), { lastsMs: 30_000, shows: 'stale' }),
  refusedAll('the rights are taken away and given back', say(403, 'Forbidden'), {
    lastsMs: 90_000,
    shows: 'forbidden',
  }),
  refusedAll('the kind is removed and comes back', say(404, 'NotFound'), { lastsMs: 90_000, shows: 'absent' }),
  {
    name: 'watching is forbidden and listing is not',
    begin(rig) {
      onNext(rig, 'watch', Number.POSITIVE_INFINITY, say(403, 'Forbidden'));
      cutWatches(rig);
    },
    lastsMs: 60_000,
    shows: 'stale',
  },
  {
    name: 'the server comes back with an older state',
    begin(rig) {
      rig.server.put('changed', 100);
      rig.server.put('lost', 101);
      rig.server.delete('kept');
      cutWatches(rig);
      rig.server.history.rewind(1003);
    },
  },
  {
    name: 'the server is down and comes back with an older state',
    async begin(rig) {
      for (const size of [100, 101, 102, 103, 104, 105]) {
        rig.server.put('lost', size);
      }
      await rig.server.down();
      rig.server.history.rewind(1003);
    },
    lastsMs: 10_000,
    end: (rig) => rig.server.up(),
  },
];

export const FAULTS: Fault[] = [...CONNECTION_FAULTS, ...EVENT_FAULTS, ...ANSWER_FAULTS];
export { cutWatches, errorEvent, lastWords, onNext, say };
