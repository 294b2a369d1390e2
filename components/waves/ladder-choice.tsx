import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import type { LadderChoice } from '#lib/views/waves/ladders.ts';

type LadderChoicesProps = {
  choices: readonly LadderChoice[];
  current: string;
  hrefOf: (key: LadderChoice['key']) => string;
};

/** The ladders there are, each with an address of its own; nothing where there is no choice. */
export function LadderChoices({ choices, current, hrefOf }: LadderChoicesProps) {
  if (choices.length < 2) {
    return null;
  }
  return (
    <nav aria-label="Ladders">
      <ul className="flex flex-wrap gap-1.5">
        {choices.map((choice) => (
          <li key={choice.key} className="min-w-0 max-w-full">
            <Link
              href={hrefOf(choice.key)}
              look="plain"
              aria-current={choice.key === current ? 'page' : undefined}
              className={classNames(
                'inline-flex h-7 max-w-full items-center gap-1.5 rounded-full border px-2.5 text-xs',
                choice.key === current
                  ? 'border-accent bg-selected font-medium text-ink'
                  : 'border-line text-muted hover:bg-hover hover:text-ink',
              )}
            >
              <span className="truncate">{ladderName(choice)}</span>
              <span className="text-muted tabular-nums">{choice.total.toLocaleString('en')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function ladderName({ kind, name }: Pick<LadderChoice, 'kind' | 'name'>): string {
  return kind === 'none' ? 'Without a root' : kind === 'set' ? `ApplicationSet ${name}` : name;
}
