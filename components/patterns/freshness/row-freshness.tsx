'use client';

import { createContext, use } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { type SourceStatus, worstSource } from '#lib/domain/source/source.ts';
import { Age } from '../time/time.tsx';
import { FRESHNESS_LOOKS } from './freshness-look.ts';

/**
 * Of a row, by its id, the sources that are not as of now. Around a table, so that its rows need not be drawn again when
 * one of them changes. Keep the same function while none does.
 */
export const RowTroubles = createContext<(id: string) => readonly SourceStatus[]>(() => []);

/** How fresh a row of a table is, where that is not as of now. It stands within the row's link, so it is no button. */
export function RowFreshness({ id }: { id: string }) {
  const worst = worstSource(use(RowTroubles)(id));
  if (worst === undefined) {
    return null;
  }
  const { word, icon, tone, tellsAge } = FRESHNESS_LOOKS[worst.state];
  return (
    <span
      data-freshness={worst.state}
      title={[worst.label, worst.reason].filter(Boolean).join(': ')}
      className={classNames('inline-flex flex-none items-center gap-1 text-xs', TONE_TEXT[tone])}
    >
      <Icon name={icon} size={12} />
      {word} {tellsAge && <Age since={worst.since} />}
    </span>
  );
}
