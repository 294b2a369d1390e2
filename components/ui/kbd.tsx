import { classNames } from './class-names.ts';

export type KbdProps = { keys: string; className?: string };

/** Keys to press one after the other, parted by spaces: `g w`. */
export function Kbd({ keys, className }: KbdProps) {
  return (
    <span className={classNames('inline-flex gap-0.5', className)}>
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-mono text-2xs text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
