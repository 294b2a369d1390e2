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
import { ASK_PAGES, EDIT_PAGES } from './ask-form.ts';
import { GATEWAY } from './gateway-query.ts';
import { ModelChoice } from './model-choice.tsx';
import { RunList } from './run-list.tsx';

const NONE: FieldError[] = [];
const validateNew = (values: Record<string, unknown>) => validateParameters({ pages: ASK_PAGES }, values);
const validateEdit = (values: Record<string, unknown>) => validateParameters({ pages: EDIT_PAGES }, values);

export type AskPageProps = {
  initial: ViewResult<GatewayData>;
  accountId: string;
  /** The earlier request that the form begins with; '' for none. */
  from: string;
  /** The application that is to be changed; '' for something new. */
  edits: string;
};

/** From words to a merge request: the form, and what was asked before. */
export function AskPage({ initial, accountId, from, edits }: AskPageProps) {
  const router = useRouter();
  const params = useMemo(
    () => ({ ...(from === '' ? {} : { from }), ...(edits === '' ? {} : { edits }) }),
    [from, edits],
  );
  const { data, sources, position } = useView(GATEWAY, initial, params);
  const { start, writers, edits: edited } = data;
  const pages = edited === null ? ASK_PAGES : EDIT_PAGES;
  const draftKey = edited === null ? `${accountId}/ask` : `${accountId}/ask/${edited.id}`;
  const draft = useDraft(draftKey, pages);
  const filling = useFilling(
    draft,
    pages,
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
        title={edited === null ? 'Ask' : `Change ${edited.name} in words`}
        crumbs={edited === null ? [] : [{ label: 'Ask', href: '/ask' }]}
        description={
          edited === null
            ? 'Say what shall run. A model chooses and fills in; the portal writes the files and checks them, and a person approves.'
            : 'Say what shall be otherwise, or what is missing. A model names fields and objects; the portal writes them into the files, checks those, and a person approves.'
        }
      />
      <div className="grid min-w-0 gap-6 lg:grid-cols-[minmax(20rem,2fr)_minmax(0,3fr)] lg:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          <FormNotices pages={pages} draft={draft} filling={filling} />
          {revised(start, { ...draft.values, ...about(edited) }) !== null && (
            <p className="rounded-lg bg-selected p-3 text-sm">
              What comes of it under this name is the next commit of your merge request
              {start?.revises?.iid != null && ` !${start.revises.iid}`}
              {edited === null ? '; another name makes a new one.' : '.'}
            </p>
          )}
          <ModelChoice writers={writers} chosen={chosen} onChoose={choose} since={position} />
          <SchemaForm
            key={filling.beginnings}
            pages={pages}
            values={draft.values}
            onChange={draft.setValues}
            validate={edited === null ? validateNew : validateEdit}
            errors={refusal?.fields ?? NONE}
            onSubmit={(values) =>
              submit({ ...values, ...about(edited), ...chosen, ...revised(start, { ...values, ...about(edited) }) })
            }
            submitLabel="Ask"
            isBusy={busy}
            footer={refusal !== null && <Refusal refusal={refusal} returnTo="/ask" />}
          />
          <Zone data={data} />
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

function Zone({ data: { zone, edits } }: { data: GatewayData }) {
  return edits === null ? (
    <p className="text-muted text-xs">
      What no golden path makes goes to <code className="break-all">{zone.folder}</code>, namespace{' '}
      <code>{zone.namespace}</code>, and may be {zone.kinds.join(', ')}. What is there already is changed from the page
      of its application.
    </p>
  ) : (
    <p className="text-muted text-xs">
      It changes files of <code className="break-all">{edits.within.join(', ')}</code> and no others. The model reads
      the objects that lie there, without secrets. New objects go beside them where all that lies in a folder is
      delivered as it stands, and not into charts and kustomizations.
    </p>
  );
}

function about(edited: GatewayData['edits']): { edits?: string; appName?: string } {
  return edited === null ? {} : { edits: edited.id, appName: edited.name };
}

/** The change that the words are about: the one of the earlier request, as long as the name stays. */
function revised(start: GatewayData['start'], values: Record<string, unknown>): { revises: string } | null {
  return start?.revises != null && values.appName === start.appName ? { revises: start.revises.id } : null;
}

function asFormStart({ prompt, appName }: NonNullable<GatewayData['start']>): FormStart {
  return { change: appName, values: { prompt, appName } };
}
