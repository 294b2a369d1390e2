import { PageHeader } from '#components/patterns/page-header.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { Link } from '#components/ui/link.tsx';
import type { AuditData } from '#lib/views/audit/read.ts';
import { AuditTable } from './audit-table.tsx';
import { titleOf } from './title-of.ts';

export function AuditPage({ data }: { data: AuditData }) {
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
      {data.subject !== null && (
        <p className="break-words text-sm">
          Only what is about {titleOf(data, data.subject) ?? data.subject}. <Link href="/audit">Show everything</Link>
        </p>
      )}
      <AuditTable data={data} />
    </div>
  );
}
