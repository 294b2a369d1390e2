'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useDraft } from '#components/forms/draft/use-draft.ts';
import { SchemaForm } from '#components/forms/schema-form.tsx';
import { Refusal } from '#components/frame/refusal.tsx';
import { FormNotices } from '#components/new/form-notices.tsx';
import { useFilling } from '#components/new/use-filling.ts';
import { useSubmission } from '#components/new/use-submission.ts';
import { NotKnown } from '#components/patterns/freshness/not-known.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import { useView } from '#lib/browser/view/use-view.ts';
import type { FieldError } from '#lib/domain/error/portal-error.ts';
import { hasData } from '#lib/domain/source/source.ts';
import { validateParameters } from '#lib/templates/form/validate.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { GatewayData } from '#lib/views/gateway/read.ts';
import type { FormStart } from '#lib/views/templates/read.ts';
import { ASK_PAGES } from './ask-form.ts';
import { GATEWAY } from './gateway-query.ts';
import { ModelChoice } from './model-choice.tsx';
import { RunList } from './run-list.tsx';

const NONE: FieldError[] = [];
const validate = (values: Record<string, unknown>) => validateParameters({ pages: ASK_PAGES }, values);

export type AskPageProps = {
  initial: ViewResult<GatewayData>;
  accountId: string;
  /** The earlier request that the form begins with; '' for none. */
  from: string;
};

/** From words to a merge request: the form, and what was asked before. */
export function AskPage({ initial, accountId, from }: AskPageProps) {
  const router = useRouter();
  const params = useMemo(() => (from === '' ? {} : { from }), [from]);
  const { data, sources, position } = useView(GATEWAY, initial, params);
  const { start, writers } = data;
  const draftKey = `${accountId}/ask`;
  const draft = useDraft(draftKey, ASK_PAGES);
  const filling = useFilling(
    draft,
    ASK_PAGES,
    useMemo(() => start && asFormStart(start), [start]),
  );
  const [chosen, choose] = useState({
    server: start?.server ?? writers[0]?.id ?? '',
    model: start?.model ?? writers[0]?.model ?? '',
  });
  const { busy, refusal, submit } = useSubmission('ask-gateway', {
    draft,
    draftKey,
    onDone: (id) => router.push(`/ask/${id}`),
  });
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title="Ask"
        description="Say what shall run. A model chooses and fills in; the portal writes the files and checks them, and a person approves."
      />
      <div className="grid min-w-0 gap-6 lg:grid-cols-[minmax(20rem,2fr)_minmax(0,3fr)] lg:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          <FormNotices pages={ASK_PAGES} draft={draft} filling={filling} />
          {revised(start, draft.values) !== null && (
            <p className="rounded-lg bg-selected p-3 text-sm">
              Under this name, what comes of it is the next commit of your merge request{' '}
              {start?.revises?.iid != null && `!${start.revises.iid}`}; another name makes a new one.
            </p>
          )}
          <ModelChoice writers={writers} chosen={chosen} onChoose={choose} since={position} />
          <SchemaForm
            key={filling.beginnings}
            pages={ASK_PAGES}
            values={draft.values}
            onChange={draft.setValues}
            validate={validate}
            errors={refusal?.fields ?? NONE}
            onSubmit={(values) => submit({ ...values, ...chosen, ...(revised(start, values) ?? {}) })}
            submitLabel="Ask"
            isBusy={busy}
            footer={refusal !== null && <Refusal refusal={refusal} returnTo="/ask" />}
          />
          <p className="text-muted text-xs">
            What no golden path makes goes to <code className="break-all">{data.zone.folder}</code>, namespace{' '}
            <code>{data.zone.namespace}</code>, and may be {data.zone.kinds.join(', ')}.
          </p>
        </div>
        <Card title="What was asked" actions={<Link href="/ask/written">What models wrote</Link>} flush>
          {data.rows.length > 0 || sources.every(hasData) ? (
            <RunList rows={data.rows} accountId={accountId} />
          ) : (
            <NotKnown sources={sources} />
          )}
        </Card>
      </div>
    </div>
  );
}

/** The change that the words are about: the one of the earlier request, as long as the name stays. */
function revised(start: GatewayData['start'], values: Record<string, unknown>): { revises: string } | null {
  return start?.revises != null && values.appName === start.appName ? { revises: start.revises.id } : null;
}

function asFormStart({ prompt, appName }: NonNullable<GatewayData['start']>): FormStart {
  return { change: appName, values: { prompt, appName } };
}
