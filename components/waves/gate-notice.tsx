import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Gating } from '#lib/domain/wave/gating.ts';
import { type GateWords, gateWords } from '#lib/domain/wave/gating-words.ts';

const LOOKS = {
  warn: { frame: 'border-warn bg-warn-soft', icon: 'warn', text: 'text-warn' },
  unknown: { frame: 'border-line bg-sunken', icon: 'unknown', text: 'text-unknown' },
} as const;

export type GateNoticeProps = {
  gating: Gating;
  /** What mends it, where something does. */
  children?: ReactNode;
};

/** Whether the waves wait at all, said above the ladder that would else claim it; nothing where they do. */
export function GateNotice({ gating, children }: GateNoticeProps) {
  const words = gateWords(gating);
  if (words === null) {
    return null;
  }
  return words.tone === 'note' ? (
    <Notes words={words} />
  ) : (
    <Banner words={words} look={LOOKS[words.tone]} mend={children} />
  );
}

/** Waves that wait are what people expect, so what goes past them takes one line until somebody asks. */
function Notes({ words }: { words: GateWords }) {
  return (
    <details className="group text-muted text-sm">
      <summary className="flex min-h-6 w-fit cursor-pointer items-center gap-1.5 rounded-sm hover:text-ink">
        <Icon name="chevronRight" size={12} className="group-open:rotate-90" />
        {words.title}
      </summary>
      <ul className="mt-1 flex max-w-prose list-disc flex-col gap-1 ps-5">
        {words.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}

type BannerProps = { words: GateWords; look: (typeof LOOKS)[keyof typeof LOOKS]; mend: ReactNode };

function Banner({ words, look, mend }: BannerProps) {
  return (
    <section aria-label={words.title} className={classNames('flex gap-3 rounded-lg border p-3 text-sm', look.frame)}>
      <Icon name={look.icon} size={16} className={classNames('mt-0.5 flex-none', look.text)} />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="max-w-prose">
          <h2 className="font-medium">{words.title}</h2>
          <p>{words.text}</p>
          {words.notes.map((note) => (
            <p key={note} className="mt-1 text-muted">
              {note}
            </p>
          ))}
        </div>
        {words.remedy !== '' && (
          <div className="flex items-start gap-1 rounded-sm bg-surface p-2 text-xs">
            <pre className="min-w-0 flex-1 whitespace-pre-wrap font-mono">{words.remedy}</pre>
            <CopyButton text={words.remedy} what="remedy" />
          </div>
        )}
        {mend}
      </div>
    </section>
  );
}
