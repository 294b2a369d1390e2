import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import { TONE_GROUND, TONE_TEXT, type Tone } from '#components/ui/tone.ts';
import type { FitAnswer, FitVerdict } from '#lib/domain/model/would-fit.ts';

const LOOKS: Record<FitVerdict, { word: string; icon: IconName; tone: Tone }> = {
  loaded: { word: 'Loaded', icon: 'pass', tone: 'ok' },
  fits: { word: 'Fits', icon: 'pass', tone: 'ok' },
  evicts: { word: 'Fits, and others go', icon: 'warn', tone: 'warn' },
  spills: { word: 'Does not fit', icon: 'fail', tone: 'bad' },
  remote: { word: 'Elsewhere', icon: 'notApplicable', tone: 'idle' },
  unknown: { word: 'Not known', icon: 'unknown', tone: 'unknown' },
};

/** An answer with how it was worked out and what could make it another. */
export function FitAnswerView({ answer }: { answer: FitAnswer }) {
  const { word, icon, tone } = LOOKS[answer.verdict];
  return (
    <div role="status" className="mt-4 flex flex-col gap-2 text-sm">
      <div className={`flex items-start gap-2 rounded-md p-3 ${TONE_GROUND[tone]}`}>
        <Icon name={icon} size={16} className={`mt-0.5 ${TONE_TEXT[tone]}`} />
        <div className="min-w-0">
          <p className={`font-medium ${TONE_TEXT[tone]}`}>{word}</p>
          <p className="break-words">{answer.sentence}</p>
        </div>
      </div>
      <Lines title="How this was worked out" lines={answer.reasons} />
      <Lines title="What could make it otherwise" lines={answer.doubts} />
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  return lines.length === 0 ? null : (
    <div>
      <h3 className="font-medium text-xs">{title}</h3>
      <ul className="mt-1 list-disc ps-4 text-muted text-xs">
        {lines.map((line) => (
          <li key={line} className="break-words">
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}
