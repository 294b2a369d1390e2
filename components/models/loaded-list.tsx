import { Bar } from '#components/patterns/bar.tsx';
import { Bytes } from '#components/patterns/bytes.tsx';
import { formatBytes } from '#components/patterns/format-bytes.ts';
import { Time } from '#components/patterns/time/time.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { LoadedRow } from '#lib/views/models/endpoint-rows.ts';

/** Models in memory: where each lies, and until when. */
export function LoadedList({ loaded, loading }: { loaded: readonly LoadedRow[]; loading: readonly string[] }) {
  if (loaded.length === 0 && loading.length === 0) {
    return <p className="text-sm">No model is in memory. The first request loads one.</p>;
  }
  return (
    <ul className="flex flex-col divide-y divide-line">
      {loaded.map((model) => (
        <LoadedModelItem key={model.name} model={model} />
      ))}
      {loading.map((name) => (
        <li key={name} className="flex items-center gap-2 py-2 text-sm">
          <Spinner />
          <span className="font-medium">{name}</span>
          <span className="text-muted text-xs">is being loaded: its size is not known yet</span>
        </li>
      ))}
    </ul>
  );
}

function LoadedModelItem({ model }: { model: LoadedRow }) {
  const { name, sizeBytes, vramBytes, processor, contextLength, unloadsAt } = model;
  const segments = [
    { id: 'vram', label: 'VRAM', value: vramBytes, tone: 'accent' as const },
    { id: 'ram', label: 'RAM', value: Math.max(0, sizeBytes - vramBytes), tone: 'warn' as const },
  ];
  return (
    <li className="flex flex-col gap-1.5 py-2 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <Copyable text={name} what="name" />
        <span className="text-muted text-xs">
          {unloadsAt === null ? (
            'stays until it is unloaded'
          ) : (
            <>
              unloads <Time at={unloadsAt} />, if nobody asks
            </>
          )}
        </span>
      </div>
      <Bar
        label={`Memory of ${name}`}
        segments={segments}
        total={Math.max(sizeBytes, vramBytes)}
        format={formatBytes}
        isBare
      />
      <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-muted text-xs tabular-nums">
        <span>
          <Bytes value={vramBytes} /> VRAM
          {sizeBytes > vramBytes && (
            <>
              , <Bytes value={sizeBytes - vramBytes} /> RAM
            </>
          )}
        </span>
        <span>{processor}</span>
        <span>
          {contextLength === null ? 'context not said' : `${contextLength.toLocaleString('en')} tokens of context`}
        </span>
        <span>{[model.parameterSize, model.quantization].filter(Boolean).join(' ')}</span>
      </p>
    </li>
  );
}
