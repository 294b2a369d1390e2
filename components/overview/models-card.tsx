import type { ReactNode } from 'react';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { formatBytes } from '#components/patterns/format-bytes.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import type { LoadedModel } from '#lib/domain/model/model.ts';
import type { OverviewModels } from '#lib/views/overview/read.ts';

/** Which models are in memory, where, and until when. */
export function ModelsCard({ models, trouble }: { models: readonly OverviewModels[]; trouble: ReactNode }) {
  return (
    <Card
      title="Models in memory"
      actions={
        <>
          {trouble}
          <ButtonLink href="/models" size="sm">
            Models
          </ButtonLink>
        </>
      }
      flush
    >
      {models.length === 0 && (
        <EmptyState title="No model server answers" hint="None is configured, or the mark above tells why." />
      )}
      {models.map(({ id, label, loaded, installed }) => (
        <section key={id} aria-label={label} className="border-line border-b px-4 py-3 last:border-b-0">
          <h3 className="flex justify-between text-muted text-xs">
            <span>{label}</span>
            <span>{installed} installed</span>
          </h3>
          {loaded.length === 0 && <p className="mt-1 text-sm">None is loaded.</p>}
          <ul className="mt-1 flex flex-col gap-1">
            {loaded.map((model) => (
              <li key={model.name} className="flex flex-wrap justify-between gap-x-3 text-sm">
                <span className="font-medium">{model.name}</span>
                <span className="text-muted text-xs">
                  {placeOf(model)}
                  {model.expiresAt === null ? (
                    ', stays'
                  ) : (
                    <>
                      , unloads <Time at={model.expiresAt} />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Card>
  );
}

/** Where a model lies, as Ollama's own command line says it. */
function placeOf({ sizeBytes, vramBytes }: LoadedModel): string {
  if (vramBytes === 0) {
    return `${formatBytes(sizeBytes)} in RAM`;
  }
  return vramBytes >= sizeBytes
    ? `${formatBytes(vramBytes)} on the GPU`
    : `${formatBytes(vramBytes)} on the GPU, ${formatBytes(sizeBytes - vramBytes)} in RAM`;
}
