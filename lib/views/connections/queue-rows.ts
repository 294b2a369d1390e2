import 'server-only';
import type { ConnectionRow } from '#lib/domain/connection/row.ts';
import type { Services } from '#lib/portal/context.ts';
import { counted, rowOf } from './row-of.ts';

type Parts = Pick<Services, 'operations' | 'changeRows'>;

/** What the portal does by itself: the streams to its readers, and the changes that it takes further. */
export function queueRows({ operations, changeRows }: Parts): ConnectionRow[] {
  return [streamsRow(operations), driverRow(operations), rowsRow(changeRows)];
}

const QUIET = { state: 'live', since: null, heardAt: null, reason: '', remedy: '' } as const;

function streamsRow({ streams }: Parts['operations']): ConnectionRow {
  const { subscribers, topics, resets } = streams();
  const named = { id: 'portal/streams', title: 'Live streams to browsers', address: '/api/live' };
  const again = resets === 0 ? '' : `, ${counted(resets, 'time')} a reader began anew`;
  return {
    ...rowOf(named, 'Portal', QUIET),
    holds: `${counted(subscribers, 'tab')}, ${counted(topics, 'topic')}${again}`,
  };
}

function driverRow({ driver }: Parts['operations']): ConnectionRow {
  const { driven, failing, isHolder } = driver();
  const named = { id: 'portal/driver', title: 'Changes under way', address: '' };
  const row = rowOf(named, 'Portal', {
    ...QUIET,
    state: failing > 0 ? 'warning' : 'live',
    reason: isHolder
      ? failing > 0
        ? `${counted(failing, 'change')} could not be taken further and will be tried again.`
        : ''
      : 'Another replica looks after them, or this one has just started.',
    remedy: failing > 0 ? 'The page of each change says what it waits for.' : '',
  });
  return { ...row, holds: isHolder ? `${counted(driven, 'change')} looked after` : '' };
}

function rowsRow({ source, size }: Parts['changeRows']): ConnectionRow {
  const { id, label, state, since, reason = '', remedy = '' } = source;
  const row = rowOf({ id, title: label, address: '' }, 'Portal', {
    state,
    since,
    reason,
    remedy,
    heardAt: source.asOf,
  });
  return { ...row, holds: `${counted(size, 'change')} in the lists` };
}
