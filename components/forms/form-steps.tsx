'use client';

import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';

export type FormStep = { title: string; state: 'current' | 'done' | 'open' | 'wrong' };

/** The pages of a form as steps; those that were seen can be gone back to, nothing is lost by it. */
export function FormSteps({ steps, onGo }: { steps: readonly FormStep[]; onGo: (index: number) => void }) {
  return (
    <ol aria-label="Pages of the form" className="flex flex-wrap gap-x-4 gap-y-1">
      {steps.map((step, index) => (
        <li key={step.title}>
          <button
            type="button"
            aria-current={step.state === 'current' ? 'step' : undefined}
            onClick={() => onGo(index)}
            className={classNames(
              'flex min-h-7 items-center gap-1.5 rounded-sm text-sm',
              step.state === 'current' ? 'font-medium text-ink' : 'text-muted hover:text-ink',
            )}
          >
            <span
              className={classNames(
                'inline-flex size-5 items-center justify-center rounded-full border text-2xs',
                step.state === 'current' && 'border-accent bg-accent text-on-accent',
                step.state === 'done' && 'border-ok text-ok',
                step.state === 'wrong' && 'border-bad text-bad',
                step.state === 'open' && 'border-line-strong',
              )}
            >
              {step.state === 'done' && <Icon name="pass" size={12} label="done" />}
              {step.state === 'wrong' && <Icon name="warn" size={12} label="has errors" />}
              {(step.state === 'current' || step.state === 'open') && index + 1}
            </span>
            {step.title}
          </button>
        </li>
      ))}
    </ol>
  );
}
