import { PageHeader } from '#components/patterns/page-header.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import type { AuditData } from '#lib/views/audit/read.ts';
import { AuditTable } from './audit-table.tsx';

export function AuditPage({ data, subject }: { data: AuditData; subject: string | undefined }) {
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title="Audit log"
        description="Every sign-in and every write through the portal. Records are chained by hash; one that was changed past the portal is marked."
        actions={
          <a href="/api/audit" download className={buttonStyle('secondary', 'md')}>
            Export
          </a>
        }
      />
      <AuditTable data={data} subject={subject} />
    </div>
  );
}
