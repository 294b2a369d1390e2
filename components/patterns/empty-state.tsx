import type { ReactNode } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';

export type EmptyStateProps = {
  icon?: IconName;
  /** What there is none of: `No changes wait for you`. */
  title: string;
  /** Why that is, or what would bring something here. */
  hint?: ReactNode;
  action?: ReactNode;
  /** It is all there is on the page, so its title is the page's. */
  isPage?: boolean;
};

/** There is none. Only for what is known to be empty; what could not be read is an `ErrorState`. */
export function EmptyState({ icon = 'absent', title, hint, action, isPage }: EmptyStateProps) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      <Icon name={icon} size={20} className="mb-1 text-faint" />
      <Title className="font-medium text-sm">{title}</Title>
      {hint && <p className="max-w-md text-muted text-sm">{hint}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
