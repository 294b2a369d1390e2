import { EmptyState } from '#components/patterns/empty-state.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <EmptyState
        title="There is no such page"
        hint="It may have moved, or the address is mistyped."
        isPage
        action={
          // Plain, because every page brings along what this one needs.
          <a href="/" className={buttonStyle('secondary', 'md')}>
            Overview
          </a>
        }
      />
    </main>
  );
}
