import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { RunnerLook } from './runner-look.ts';

/** An icon and its word in the state's colour. */
export function RunnerMark({ look: { word, icon, tone } }: { look: RunnerLook }) {
  return (
    <span className="inline-flex min-w-0 items-center align-middle gap-1.5 whitespace-nowrap text-sm">
      <Icon name={icon} size={14} className={TONE_TEXT[tone]} />
      {word}
    </span>
  );
}
