import { classNames } from '#components/ui/class-names.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { ScrollRegion } from '#components/ui/scroll-region.tsx';
import { CodeTokens, type Language, languageOf, tokenizeLines } from './code-line.tsx';

export type LineMark = { line: number; tone: 'bad' | 'warn' /** What is the matter with the line. */; text: string };

export type CodeViewProps = {
  /** The file's name; it also tells the language. */
  path: string;
  text: string;
  language?: Language;
  /** Lines that something was found on. */
  marks?: readonly LineMark[];
  /** Makes each line a place to link to: `#<anchor>-L12`. */
  anchor?: string;
  /** Leaves out the head with the name and the copy button. */
  isBare?: boolean;
};

const MARKED = { bad: 'bg-bad-soft', warn: 'bg-warn-soft' };
const MARK_TEXT = { bad: 'text-bad', warn: 'text-warn' };

/** A file with line numbers. Rendered on the server, no script; numbers are not copied along. */
export function CodeView({ path, text, language, marks = [], anchor, isBare }: CodeViewProps) {
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  const tokens = tokenizeLines(lines, language ?? languageOf(path));
  const byLine = Map.groupBy(marks, (mark) => mark.line);
  return (
    <div className="min-w-0">
      {!isBare && (
        <div className="flex min-h-9 items-center justify-between gap-2 border-line border-b px-3">
          <code className="min-w-0 truncate font-mono text-xs">{path}</code>
          <CopyButton text={text} what="file" />
        </div>
      )}
      <ScrollRegion label={path} className="py-2">
        <pre className="line-numbers w-max min-w-full font-mono text-xs leading-5">
          {tokens.map((line, index) => {
            const number = index + 1;
            const found = byLine.get(number);
            const tone = found?.some((mark) => mark.tone === 'bad') ? 'bad' : 'warn';
            return (
              <div
                key={number}
                id={anchor ? `${anchor}-L${number}` : undefined}
                data-line={number}
                className={classNames('pe-4 target:bg-marked', found && MARKED[tone])}
              >
                <CodeTokens tokens={line} />
                {found?.map((mark) => (
                  <span key={mark.text} className={classNames('ms-4 select-none font-sans', MARK_TEXT[mark.tone])}>
                    {mark.text}
                  </span>
                ))}
                {'\n'}
              </div>
            );
          })}
        </pre>
      </ScrollRegion>
    </div>
  );
}
