'use client';

import { classNames } from '#components/ui/class-names.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';

export type ChoiceLinksProps<Id extends string> = {
  /** What is chosen between: `Ladder or graph`. */
  label: string;
  choices: readonly { id: Id; label: string; href: string }[];
  chosen: Id;
  onChoose: (id: Id) => void;
};

/** Two or more ways to see the same, of which one is on; each has its own address. */
export function ChoiceLinks<Id extends string>({ label, choices, chosen, onChoose }: ChoiceLinksProps<Id>) {
  return (
    <ul aria-label={label} className="flex self-start rounded-md border border-line bg-sunken p-0.5">
      {choices.map(({ id, label: word, href }) => (
        <li key={id}>
          <SoftLink
            href={href}
            onSelect={() => onChoose(id)}
            look="plain"
            replace
            scroll={false}
            aria-current={id === chosen ? 'true' : undefined}
            className={classNames(
              'flex h-6 items-center rounded-sm px-2.5 text-xs',
              id === chosen ? 'bg-surface font-medium text-ink' : 'text-muted hover:text-ink',
            )}
          >
            {word}
          </SoftLink>
        </li>
      ))}
    </ul>
  );
}
