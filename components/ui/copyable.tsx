import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';

export type CopyableProps = {
  text: string /** What it is: `name`, `commit`. */;
  what: string /** Shown in its place: a short commit. */;
  short?: string;
  className?: string;
};

/** An exact name in the fixed-width font with its copy button. */
export function Copyable({ text, what, short, className }: CopyableProps) {
  return (
    <span className={classNames('inline-flex min-w-0 max-w-full items-center gap-0.5', className)}>
      <code title={short ? text : undefined} className="min-w-0 truncate font-mono text-xs">
        {short ?? text}
      </code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
