'use client';

import { lazy, Suspense, useState } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import type { DifferenceProps } from './object-difference.tsx';

/** Comparing texts line by line takes code that a page of what is in sync need not load. */
const OpenDifference = lazy(async () => ({ default: (await import('./object-difference.tsx')).OpenDifference }));

/** Opens to what an object differs in, below its line. */
export function DifferenceLine(props: DifferenceProps) {
  const [isOpen, setIsOpen] = useState(false);
  const waiting = <p className="px-3 py-2 text-muted text-xs">Asking …</p>;
  return (
    <details className="group min-w-0 basis-full" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="inline-flex min-h-6 items-center gap-1 rounded-sm text-accent-text text-xs">
        <Icon name="chevronRight" size={12} className="group-open:rotate-90" />
        What differs
        <span className="sr-only"> in {props.object.name}</span>
      </summary>
      {isOpen && (
        <Suspense fallback={waiting}>
          <OpenDifference {...props} />
        </Suspense>
      )}
    </details>
  );
}
