import { classNames } from './class-names.ts';

/** Holds the place of a part that is truly late; give it the size of what will come. Says nothing to screen readers. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames('block rounded-sm bg-hover', className ?? 'h-4 w-full')} />;
}
