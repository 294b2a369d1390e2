import 'server-only';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anchorsIn, formatAnchor } from '#lib/domain/audit/anchor.ts';
import type { Services } from '#lib/portal/context.ts';

const EVERY_MS = 60_000;

/** The file of anchors in the state folder. */
export function anchorsFile(stateDir: string): string {
  return join(stateDir, 'audit-anchors.txt');
}

/**
 * Says every minute in which something was recorded where the audit log stands: in the portal's own log, which goes
 * where whoever can write the database may not reach, and in a file. `npm run check-audit` holds the log against them.
 */
export function startAuditAnchors(
  { store, clock, log }: Pick<Services, 'store' | 'clock' | 'log'>,
  file: string,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let said = '';

  async function sayWhereItStands(): Promise<void> {
    const [last] = await store.audit.list({ limit: 1 });
    const anchor = last === undefined ? '' : formatAnchor(last);
    if (anchor !== said) {
      log.info('audit anchor', { anchor });
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${new Date(clock.now()).toISOString()} ${anchor}\n`, { mode: 0o600 });
      said = anchor;
    }
  }

  /** Cheap enough for every start: one record. The whole log is checked by the command. */
  async function compareWithLast(): Promise<void> {
    const last = existsSync(file) ? anchorsIn(readFileSync(file, 'utf8')).at(-1) : undefined;
    if (last === undefined) {
      return;
    }
    const [record] = await store.audit.read(last.sequence, 1);
    if (record?.sequence !== last.sequence || record.hash !== last.hash) {
      const remedy = 'Run "npm run check-audit". After a restore of an older backup this is to be expected once.';
      log.error('the audit log does not hold what it held when the portal ran last', {
        anchor: formatAnchor(last),
        remedy,
      });
    }
    said = formatAnchor(last);
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn('the audit log’s anchor could not be kept', { file, error });
    }
  }

  async function run(): Promise<void> {
    await attempt(compareWithLast);
    while (!stopping.signal.aborted) {
      await attempt(sayWhereItStands);
      await clock.sleep(EVERY_MS, stopping.signal).catch(() => undefined);
    }
    await attempt(sayWhereItStands);
  }
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
