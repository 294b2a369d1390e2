import type { ServerResponse } from 'node:http';
import type { FaultRule, HttpFaultKind } from '../../faults.ts';
import { resetConnection } from '../../http/reset-connection.ts';
import { expired } from '../api/errors.ts';
import type { WatchStream } from './watch-stream.ts';

const LONG_LINE_BYTES = 10 * 1024 * 1024;
/** How often a stream with bookmarks only shows that it is alive, in real ms. */
const ALIVE_EVERY_MS = 500;

/** Does a `watch-*` fault to an open stream. Other faults are not for streams and do nothing to it. */
export function applyWatchFault(fault: FaultRule, stream: WatchStream, response: ServerResponse): void {
  const { lines } = stream;
  switch (fault.kind) {
    case 'watch-expire':
      stream.error(expired('too old resource version: switched on in the sandbox').status);
      lines.setMode('silent');
      break;
    case 'watch-silence':
      lines.setMode('silent');
      break;
    case 'watch-half-open':
    case 'watch-unanswered':
      lines.setMode('dead');
      break;
    case 'watch-close':
      stream.end();
      break;
    case 'watch-reset':
      resetConnection(response.socket);
      break;
    case 'watch-garbage':
      lines.other(Buffer.from('{"type":"MODIFIED","object":{"kind":\n'));
      break;
    case 'watch-long-line':
      stream.bookmark('x'.repeat(LONG_LINE_BYTES));
      break;
    case 'watch-duplicate':
      lines.setMode('doubled');
      break;
    case 'watch-reorder':
      lines.setMode('swapped');
      break;
    case 'watch-bookmarks': {
      stream.withhold();
      const timer = setInterval(() => stream.bookmark(), ALIVE_EVERY_MS);
      response.on('close', () => clearInterval(timer));
      break;
    }
    default:
      fault.kind satisfies HttpFaultKind;
  }
}
