import type { ServerResponse } from 'node:http';
import { ACCESS_FAULTS } from './access-faults.ts';
import { answer } from './api-server.ts';
import {
  cutWatches,
  errorEvent,
  type Fault,
  hang,
  lastWords,
  muteWatches,
  onNext,
  refusedAll,
  refusedList,
  refusedWatch,
  say,
  status,
} from './fault.ts';
import { isEqual, type Rig } from './rig.ts';

async function repeatBookmark({ clock }: Rig, response: ServerResponse, resourceVersion: string): Promise<void> {
  while (!response.destroyed) {
    response.write(`${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion } } })}\n`);
    await clock.sleep(1000);
  }
}

/** Changes that the reflection takes in and the server then knows nothing of. */
async function storeWhatWillBeLost(rig: Rig): Promise<void> {
  for (const size of [100, 101, 102, 103, 104, 105]) {
    rig.server.put('lost', size);
  }
  rig.server.delete('kept');
  await rig.until('it has taken that in', () => isEqual(rig));
}

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
  {
    name: 'a line has 10 MB',
    begin({ server }) {
      const event = server.history.put('large', 5);
      const annotations = { pad: 'x'.repeat(10 * 1024 * 1024) };
      for (const watch of server.watches) {
        watch.send({ ...event, object: { ...event.object, metadata: { ...event.object.metadata, annotations } } });
      }
    },
  },
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
    name: 'watches bring bookmarks of where they stood, no events, and never end',
    begin(rig) {
      const { server } = rig;
      const stuckAt = String(server.history.version);
      server.intercept = (request, response) => {
        const isWatch = request.kind === 'watch';
        if (isWatch) {
          response.writeHead(200, { 'content-type': 'application/json' });
          void repeatBookmark(rig, response, request.query.get('resourceVersion') ?? stuckAt);
        }
        return isWatch;
      };
      for (const { response, mute } of server.watches) {
        mute();
        void repeatBookmark(rig, response, stuckAt);
      }
    },
    lastsMs: 30_000,
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
  refusedWatch('429 with Retry-After', 2, say(429, 'TooManyRequests', { 'retry-after': '3' })),
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
  {
    name: '410 for every page of the list but the first',
    begin(rig) {
      rig.server.pageSize = 2;
      rig.server.intercept = (request, response) => {
        const isLater = request.query.has('continue');
        if (isLater) {
          answer(response, 410, status(410, 'Expired'));
        }
        return isLater;
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
];

/** What the server holds is not what it held. */
const STATE_FAULTS: Fault[] = [
  {
    name: 'the server comes back with an older state',
    async begin(rig) {
      await storeWhatWillBeLost(rig);
      cutWatches(rig);
      rig.server.history.rewind(1003);
    },
  },
  {
    name: 'the server is down and comes back with an older state',
    async begin(rig) {
      await storeWhatWillBeLost(rig);
      await rig.server.down();
      rig.server.history.rewind(1003);
    },
    lastsMs: 10_000,
    end: (rig) => rig.server.up(),
  },
  {
    name: 'the server is down and comes back with an older state that has more changes behind it than before',
    async begin(rig) {
      const { server } = rig;
      await storeWhatWillBeLost(rig);
      const seen = server.history.version;
      await server.down();
      server.history.rewind(1003);
      while (server.history.version <= seen) {
        server.put('busy', server.history.version);
      }
    },
    lastsMs: 10_000,
    end: (rig) => rig.server.up(),
  },
  {
    name: 'the kind is removed with all there is of it, and comes back',
    begin(rig) {
      const { server } = rig;
      for (const { metadata } of server.history.list()) {
        server.delete(metadata.name);
      }
      server.intercept = (request, response) => {
        const isGone = request.kind !== 'other';
        if (isGone) {
          say(404, 'NotFound')(request, response);
        }
        return isGone;
      };
      lastWords(rig, '', 'end');
    },
    lastsMs: 60_000,
    shows: 'absent',
  },
];

export const FAULTS: Fault[] = [
  ...CONNECTION_FAULTS,
  ...EVENT_FAULTS,
  ...ANSWER_FAULTS,
  ...STATE_FAULTS,
  ...ACCESS_FAULTS,
];
