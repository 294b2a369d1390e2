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
};

/** There is none. Only for what is known to be empty; what could not be read is an `ErrorState`. */
export function EmptyState({ icon = 'absent', title, hint, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      <Icon name={icon} size={20} className="mb-1 text-faint" />
      <p className="font-medium text-sm">{title}</p>
      {hint && <p className="max-w-md text-muted text-sm">{hint}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
