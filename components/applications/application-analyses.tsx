import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Analysis } from '#lib/domain/workload/analysis.ts';

/** What k8sgpt found wrong with the objects of an application, where it is installed. */
export function ApplicationAnalyses({ analyses }: { analyses: readonly Analysis[] }) {
  if (analyses.length === 0) {
    return null;
  }
  return (
    <Card title={`Found by k8sgpt (${analyses.length})`} flush>
      <ul>
        {analyses.map(({ id, subject, errors, details }) => (
          <li key={id} className="flex gap-2 border-line border-b px-4 py-2 text-sm last:border-b-0">
            <Icon name="warn" size={14} className="mt-0.5 flex-none text-warn" />
            <div className="min-w-0">
              <p className="break-all font-medium">
                {subject.kind} {subject.name}
              </p>
              {errors.map((text) => (
                <p key={text} className="break-words">
                  {text}
                </p>
              ))}
              {details !== '' && (
                <details className="group mt-1">
                  <summary className="flex items-center gap-1.5 text-muted text-xs hover:text-ink">
                    <Icon name="chevronRight" size={12} className="group-open:rotate-90" />
                    What its model made of it, which may be wrong
                  </summary>
                  <p className="mt-1 whitespace-pre-wrap break-words text-muted">{details}</p>
                </details>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
