import { Icon } from '#components/ui/icon.tsx';
import type { FormPage } from '#lib/domain/template/template.ts';
import { fieldInWords } from '../schema/value-in-words.ts';
import type { FormValues } from '../schema/values.ts';
import type { Elsewhere } from './use-draft.ts';

/** Says what another tab with the same form did, so that nobody wonders where values come from or went. */
export function ElsewhereNotice({
  pages,
  values,
  elsewhere,
}: {
  pages: FormPage[];
  values: FormValues;
  elsewhere: Elsewhere;
}) {
  if (elsewhere.kind === 'ended') {
    return (
      <p role="status" className="flex items-center gap-1.5 text-sm text-warn">
        <Icon name="warn" size={12} />
        This form was sent or begun anew in another tab. What stands here is kept in this tab until you leave it.
      </p>
    );
  }
  if (elsewhere.clashes.length === 0) {
    return (
      <p role="status" className="text-muted text-sm">
        This form is open in another tab, too: what is typed in one appears in both.
      </p>
    );
  }
  const there = { ...values, ...Object.fromEntries(elsewhere.clashes.map(({ field, theirs }) => [field, theirs])) };
  return (
    <div role="status" className="flex flex-col gap-1 text-sm text-warn">
      <p className="flex items-center gap-1.5">
        <Icon name="warn" size={12} />
        This was changed here and in another tab; this tab keeps its own. In the other one stands:
      </p>
      <ul className="list-disc pl-5">
        {elsewhere.clashes.map(({ field }) => {
          const { label, words } = fieldInWords(pages, there, field);
          return (
            <li key={field} className="break-words">
              {label}: <span className="font-medium">{words}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
