import 'server-only';
import { z } from 'zod';
import type { AuditRecord } from '#lib/domain/audit/audit.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';

const PAGE_SIZE = 50;

export type AuditData = {
  records: AuditRecord[];
  /** Titles of the changes that the records are about, by id. */
  titles: Record<string, string>;
  /** The one subject that was asked for; null for all. */
  subject: string | null;
  /** Where the next page begins; null on the last. */
  next: number | null;
};

export const AuditParams = z.strictObject({
  before: z.int().positive().optional(),
  subject: z.string().max(600).optional(),
});

/** What was done through the portal, newest first. Administrators only. */
export const auditView = defineView({
  name: 'audit',
  params: AuditParams,
  async read(context, { before, subject }) {
    await authorize(context, 'audit.view');
    const { store, live } = context.services;
    const position = live.position();
    const found = await store.audit.list({
      limit: PAGE_SIZE + 1,
      ...(before === undefined ? {} : { beforeSequence: before }),
      ...(subject === undefined ? {} : { subjectId: subject }),
    });
    const records = found.slice(0, PAGE_SIZE);
    const next = found.length > PAGE_SIZE ? (records.at(-1)?.sequence ?? null) : null;
    const changes = records.filter(({ subjectKind }) => subjectKind === 'change').map(({ subjectId }) => subjectId);
    const titles = Object.fromEntries(await store.changes.titlesOf([...new Set(changes)]));
    const data: AuditData = { records, titles, subject: subject ?? null, next };
    return { data, sources: [], position };
  },
});
