import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { LAST_STAMP, preciseNow } from '../feed/stamp.ts';
import type { ReaderAsk, ReaderTold } from './messages.ts';

/** The baseline of watching: lines are cut, parsed and put into a map, and nothing else. */
function read({ url, caFile, token }: ReaderAsk): void {
  const objects = new Map<string, unknown>();
  const headers = { authorization: `Bearer ${token}` };
  const path = '/apis/argoproj.io/v1alpha1/applications?watch=true&timeoutSeconds=120';
  let rest = '';
  get(new URL(path, url), { ca: readFileSync(caFile), headers }, (response) => {
    tell(0);
    response.setEncoding('utf8');
    response.on('data', (piece: string) => {
      rest += piece;
      let from = 0;
      for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', from)) {
        const { object } = JSON.parse(rest.slice(from, end));
        objects.set(object.metadata.name, object);
        from = end + 1;
        if (object.status.sync.revision.startsWith(LAST_STAMP)) {
          tell(preciseNow());
        }
      }
      rest = rest.slice(from);
    });
  });
}

function tell(lastAt: number): void {
  process.send?.({ lastAt } satisfies ReaderTold);
}

process.on('disconnect', () => process.exit());
process.once('message', read);
