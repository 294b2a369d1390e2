import { Badge } from '#components/ui/badge.tsx';
import type { RunState } from '#lib/domain/gateway/run.ts';
import { RUN_LOOKS } from './run-look.ts';

/** @param place in the line, where it waits there */
export function RunBadge({ state, place }: { state: RunState; place: number | null }) {
  const { word, icon, tone } = RUN_LOOKS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {place === null ? word : `${word}, ${place === 1 ? 'next' : `place ${place}`}`}
    </Badge>
  );
}
