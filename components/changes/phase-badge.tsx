import { Badge } from '#components/ui/badge.tsx';
import type { ChangePhase } from '#lib/domain/change/change.ts';
import { PHASE_LOOKS } from './phase-look.ts';

export function PhaseBadge({ phase }: { phase: ChangePhase }) {
  const { word, icon, tone } = PHASE_LOOKS[phase];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
