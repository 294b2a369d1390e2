'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { useDraft } from '#components/forms/draft/use-draft.ts';
import { SchemaForm } from '#components/forms/schema-form.tsx';
import { Refusal } from '#components/frame/refusal.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import type { FieldError } from '#lib/domain/error/portal-error.ts';
import { validateParameters } from '#lib/templates/form/validate.ts';
import type { TemplateData } from '#lib/views/templates/read.ts';
import { ExampleMenu } from './example-menu.tsx';
import { FormNotices } from './form-notices.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { useFilling } from './use-filling.ts';
import { usePreview } from './use-preview.ts';
import { useSubmission } from './use-submission.ts';

const NONE: FieldError[] = [];

/** A golden path: the form, and beside it what it would commit. */
export function TemplatePage({ template, accountId }: { template: TemplateData; accountId: string }) {
  const router = useRouter();
  const draftKey = `${accountId}/${template.id}`;
  const draft = useDraft(draftKey, template.pages);
  const filling = useFilling(draft, template.pages, template.start);
  const { preview, isStale, problem } = usePreview(template.id, draft.values);
  const { busy, refusal, forget, submit } = useSubmission('open-change', {
    draft,
    draftKey,
    onDone: (id) => router.push(`/changes/${id}`),
  });
  // What was refused is not what is there now.
  const [refusedAt, setRefusedAt] = useState(filling.beginnings);
  if (refusedAt !== filling.beginnings) {
    setRefusedAt(filling.beginnings);
    forget();
  }
  const validate = useCallback((values: Record<string, unknown>) => validateParameters(template, values), [template]);

  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title={template.title}
        crumbs={[{ label: 'New', href: '/new' }]}
        description={template.description}
        actions={
          <ExampleMenu examples={template.examples} onChoose={({ values, title }) => filling.fill(values, title)} />
        }
      />
      <div className="grid min-w-0 gap-6 lg:grid-cols-[minmax(20rem,2fr)_minmax(0,3fr)] lg:items-start">
        <div className="flex min-w-0 flex-col gap-4">
          <FormNotices pages={template.pages} draft={draft} filling={filling} />
          <SchemaForm
            key={filling.beginnings}
            pages={template.pages}
            values={draft.values}
            onChange={draft.setValues}
            validate={validate}
            errors={refusal?.fields ?? NONE}
            notes={isStale || problem !== null ? NONE : (preview?.errors ?? NONE)}
            onSubmit={(values) => submit({ templateId: template.id, values })}
            submitLabel={preview?.result?.updates ? 'Update the merge request' : 'Open a merge request'}
            isBusy={busy}
            footer={refusal !== null && <Refusal refusal={refusal} returnTo={`/new/${template.id}`} />}
          />
        </div>
        <PreviewPanel
          preview={preview}
          isStale={isStale}
          problem={problem !== null && <Refusal refusal={problem} returnTo={`/new/${template.id}`} />}
        />
      </div>
    </div>
  );
}
