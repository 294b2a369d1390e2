import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import type { ModelfileRow } from '#lib/views/models/endpoint-rows.ts';

/** The Modelfiles that git has: what each is made from, with which settings, and what it is told to be. */
export function ModelfileList({ modelfiles }: { modelfiles: readonly ModelfileRow[] }) {
  return modelfiles.length === 0 ? null : (
    <>
      <h3 className="mt-3 font-medium text-xs">Modelfiles</h3>
      <ul className="mt-1 flex flex-col">
        {modelfiles.map((modelfile) => (
          <li key={`${modelfile.place.path}:${modelfile.place.line}`}>
            <details className="group text-sm">
              <summary className="flex min-h-6 cursor-pointer list-none items-center gap-1.5">
                <Icon name="chevronDown" size={12} className="-rotate-90 text-muted group-open:rotate-0" />
                <span className="min-w-0 break-all font-medium">{modelfile.name}</span>
                <span className="min-w-0 break-all text-muted text-xs">
                  from {modelfile.from || 'nothing it names'}
                </span>
              </summary>
              <Settings modelfile={modelfile} />
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}

function Settings({ modelfile: { parameters, system, place, href } }: { modelfile: ModelfileRow }) {
  const lines = Object.entries(parameters).flatMap(([name, values]) =>
    values.map((value) => `PARAMETER ${name} ${value}`),
  );
  const where = `${place.path}:${place.line}`;
  return (
    <div className="flex flex-col gap-1.5 py-1.5 ps-4 text-xs">
      {lines.length > 0 && <pre className="whitespace-pre-wrap break-all font-mono">{lines.join('\n')}</pre>}
      {system !== '' && <p className="whitespace-pre-wrap break-words text-muted">{system}</p>}
      {lines.length === 0 && system === '' && <p className="text-muted">It changes nothing but the name.</p>}
      <p className="break-all">{href === null ? where : <Link href={href}>{where}</Link>}</p>
    </div>
  );
}
