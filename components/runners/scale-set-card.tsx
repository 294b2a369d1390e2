import { KeyValueList } from '#components/patterns/key-value.tsx';
import { Card } from '#components/ui/card.tsx';
import type { ScaleSet } from '#lib/domain/runner/runner.ts';

/** How many runners a scale set has, may have, and has lost. */
export function ScaleSetCard({ scaleSet }: { scaleSet: ScaleSet }) {
  const { namespace, min, max, current, pending, running, failed, phase, hasListener } = scaleSet;
  const listener = hasListener === null ? 'not known' : hasListener ? 'there' : 'not there, so it gets no jobs';
  return (
    <Card title="Scale set">
      <KeyValueList
        items={[
          { label: 'Namespace', value: namespace },
          { label: 'Phase', value: phase === '' ? 'not told' : phase },
          { label: 'Listener', value: listener },
          { label: 'Runners', value: `${current}, between ${min} and ${max === null ? 'any number' : max}` },
          { label: 'Running', value: running },
          { label: 'Pending', value: pending },
          { label: 'Failed', value: failed === 0 ? '0' : `${failed}, each holds a place until somebody removes it` },
        ]}
      />
    </Card>
  );
}
