import { Button } from '#components/ui/button.tsx';
import type { Filling } from './use-filling.ts';

/** Says what the form was filled in from, with the way back to what was there before. */
export function FillingNotice({ filling: { filled, swap } }: { filling: Pick<Filling, 'filled' | 'swap'> }) {
  return (
    filled !== null && (
      <div
        role="status"
        className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-sunken px-3 py-1.5 text-sm"
      >
        <span className="min-w-0 break-words">
          {filled.isUndone ? 'What was here before is back.' : `Filled in from “${filled.from}”.`}
        </span>
        <Button size="sm" variant="ghost" onClick={swap}>
          {filled.isUndone ? 'Fill in again' : 'Undo'}
        </Button>
      </div>
    )
  );
}
