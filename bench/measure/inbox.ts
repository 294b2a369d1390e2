import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeRow } from '#lib/domain/inbox/row.ts';
import { loadCold } from '../browser/load-page.ts';
import type { SignedIn } from '../browser/sign-in.ts';
import type { BenchPlatform } from '../platform/start-platform.ts';
import { askPortal } from '../portal/ask-portal.ts';
import { openMergeRequests } from '../portal/merge-requests.ts';
import { type Figure, figure } from '../report/figure.ts';
import type { MeasureContext } from './context.ts';
import { DASHBOARD } from './page/portal-page.ts';

const REQUESTS = 500;
const QUICK_REQUESTS = 40;
const LOADS = 5;
const QUICK_LOADS = 2;
/** So many lines in the one that is large. */
const LINES = 5_000;
const LIMIT_MS = 1_000;
const LONGEST_MS = 300_000;

const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: bench\ndata:\n  number: "${name}"\n`;

/** The inbox with very many open merge requests, and the page of one with a very long difference. */
export async function measureInbox(
  platform: BenchPlatform,
  viewer: SignedIn,
  { quick, say }: MeasureContext,
): Promise<Figure[]> {
  const { portalUrl, addresses, applications } = platform;
  const count = quick ? QUICK_REQUESTS : REQUESTS;
  const long = [...Array(LINES / 8).keys()].map((index) => configMap(`long-${index}`)).join('---\n');
  const contents = [long, ...[...Array(count - 1).keys()].map((index) => configMap(`bench-${index}`))];
  await openMergeRequests(addresses, contents);
  const openedAt = performance.now();
  const rows = await whenChecked(portalUrl, viewer, count);
  say(`  all ${count} are checked ${Math.round((performance.now() - openedAt) / 1000)} s after the last was opened`);
  const large = rows.find(({ title }) => title === 'Change number 0')?.id ?? '';
  const pages = [
    DASHBOARD,
    { path: '/changes', selector: 'main a[data-row]' },
    { path: `/changes/${large}`, selector: '#files summary code' },
  ];
  const seen = pages.map(() => [] as number[]);
  for (let turn = 0; turn < (quick ? QUICK_LOADS : LOADS); turn += 1) {
    for (const [index, { path, selector }] of pages.entries()) {
      const { seenMs } = await loadCold({ url: portalUrl + path, selector, as: viewer });
      seen[index]?.push(seenMs);
    }
  }
  const [dashboard = [], inbox = [], change = []] = seen;
  const common = { goal: 'INBOX', unit: 'ms', applications, limit: LIMIT_MS } as const;
  const baseline = { label: 'the dashboard', samples: dashboard };
  return [
    figure({ ...common, what: `inbox of ${count}, cold until its first row`, samples: inbox, baseline }),
    figure({ ...common, what: `change of ${LINES} lines, cold until its files`, samples: change, baseline }),
  ];
}

async function whenChecked(portalUrl: string, viewer: SignedIn, count: number): Promise<ChangeRow[]> {
  const portal = askPortal(portalUrl, viewer);
  const until = performance.now() + LONGEST_MS;
  for (;;) {
    const { rows } = await portal.view<{ rows: ChangeRow[] }>('inbox', {});
    const checked = rows.filter(({ verdict }) => verdict !== 'not-evaluated').length;
    if (checked >= count) {
      return rows;
    }
    if (performance.now() > until) {
      throw new Error(`only ${checked} of ${count} merge requests were checked after ${LONGEST_MS / 1000} s`);
    }
    await sleep(1_000);
  }
}
