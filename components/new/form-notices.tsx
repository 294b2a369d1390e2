import { DraftNotice } from '#components/forms/draft/draft-notice.tsx';
import type { DraftHandle } from '#components/forms/draft/use-draft.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { FillingNotice } from './filling-notice.tsx';
import type { Filling } from './use-filling.ts';

export type FormNoticesProps = {
  pages: FormPage[];
  draft: Pick<DraftHandle, 'values' | 'state' | 'restoredFrom' | 'hasMasked' | 'elsewhere'>;
  filling: Pick<Filling, 'filled' | 'swap' | 'clear'>;
};

/** Where what stands in the form comes from, and what becomes of it. */
export function FormNotices({ pages, draft, filling }: FormNoticesProps) {
  return (
    <>
      <DraftNotice pages={pages} draft={{ ...draft, discard: filling.clear }} />
      <FillingNotice filling={filling} />
    </>
  );
}
