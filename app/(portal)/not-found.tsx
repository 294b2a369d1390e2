import { EmptyState } from '#components/patterns/empty-state.tsx';
import { ButtonLink } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <div className="grid min-h-96 place-items-center p-6">
      <EmptyState
        title="There is no such page"
        hint="It may have moved, or the address is mistyped."
        isPage
        action={<ButtonLink href="/">Overview</ButtonLink>}
      />
    </div>
  );
}
