import { Age } from '#components/patterns/time/time.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { ConnectionRow } from '#lib/domain/connection/row.ts';
import { CONNECTION_LOOKS } from './connection-look.ts';

/** The state of a connection: icon, word, and how long it has lasted where that is worth knowing. What is fine is quiet. */
export function ConnectionMark({ state, since }: Pick<ConnectionRow, 'state' | 'since'>) {
  const { word, icon, tone, tellsAge } = CONNECTION_LOOKS[state];
  const isQuiet = state === 'live' || state === 'idle';
  const isTimed = tellsAge && since !== null;
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap text-xs',
        isQuiet ? 'text-muted' : classNames('font-medium', TONE_TEXT[tone]),
      )}
    >
      <Icon name={icon} size={14} className={TONE_TEXT[tone]} />
      {isTimed ? word : word.replace(/ for$/, '')}
      {isTimed && <Age since={since} />}
    </span>
  );
}
