import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { Finding, GuardrailResult } from '#lib/domain/guardrail/guardrail.ts';
import { VERDICT_LOOKS, worstFirst } from './verdict-look.ts';

export type VerdictListProps = {
  results: readonly GuardrailResult[];
  /** Where a finding's file and line are shown: `#file-3-L12`. */
  findingHref?: (finding: Finding) => string;
};

function FindingItem({ finding, href }: { finding: Finding; href: string | undefined }) {
  const place = `${finding.file}:${finding.line}`;
  return (
    <li className="flex flex-col gap-0.5">
      <p className="text-sm">{finding.message}</p>
      <p className="text-muted text-xs">
        {href ? (
          <Link href={href} className="font-mono">
            {place}
          </Link>
        ) : (
          <code className="font-mono">{place}</code>
        )}
        {finding.object && <> · {finding.object}</>}
      </p>
      {finding.fix && (
        <pre className="mt-1 whitespace-pre-wrap rounded-sm bg-sunken p-2 font-mono text-xs">{finding.fix}</pre>
      )}
    </li>
  );
}

function Result({ result, findingHref }: { result: GuardrailResult; findingHref: VerdictListProps['findingHref'] }) {
  const { word, icon, tone } = VERDICT_LOOKS[result.verdict];
  const isQuiet = result.verdict === 'pass' || result.verdict === 'not-applicable';
  const line = (
    <>
      <Icon name={icon} size={14} className={TONE_TEXT[tone]} />
      <span className="min-w-0 flex-1">{result.title}</span>
      <span className={classNames('text-xs', isQuiet ? 'text-muted' : classNames('font-medium', TONE_TEXT[tone]))}>
        {word}
      </span>
    </>
  );
  if (result.findings.length === 0 && !result.reason) {
    return <div className="flex min-h-8 items-center gap-2 px-4 text-sm">{line}</div>;
  }
  return (
    <details open={!isQuiet} className="group">
      <summary className="flex min-h-8 items-center gap-2 px-4 text-sm hover:bg-hover focus-visible:-outline-offset-2">
        {line}
        <Icon name="chevronRight" size={12} className="text-faint group-open:rotate-90" />
      </summary>
      <div className="flex flex-col gap-3 pt-1 pr-4 pb-3 pl-9.5">
        {result.reason && <p className="text-muted text-sm">{result.reason}</p>}
        {result.findings.length > 0 && (
          <ul className="flex flex-col gap-3">
            {result.findings.map((finding) => (
              <FindingItem
                key={`${finding.file}:${finding.line}:${finding.message}`}
                finding={finding}
                href={findingHref?.(finding)}
              />
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

/** What the guardrails said, trouble first and open, with file, line and how to mend it. */
export function VerdictList({ results, findingHref }: VerdictListProps) {
  return (
    <ul>
      {worstFirst(results).map((result) => (
        <li key={result.id} className="border-line border-t first:border-t-0">
          <Result result={result} findingHref={findingHref} />
        </li>
      ))}
    </ul>
  );
}
