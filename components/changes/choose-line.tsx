import { useId, useState } from 'react';
import { diffBlocks } from '#components/patterns/diff/diff-blocks.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { HeadFile } from '#lib/domain/change/change.ts';
import type { PickedLine } from './picked-line.ts';

type Line = Omit<PickedLine, 'sha'>;

/** The line of a file by its number in the new file or in the old one; null where there is none. */
export function lineOf({ path, before, after }: HeadFile, number: number, isOld: boolean): Line | null {
  const lines = diffBlocks(before, after).flatMap((block) => (block.kind === 'gap' ? [] : block.lines));
  const line = lines.find((one) => (isOld ? one.before : one.after) === number);
  return line === undefined ? null : { path, before: line.before, after: line.after };
}

/** Chooses a line to speak of by file and number, for who does not point at it. */
export function ChooseLine({ files, onPick }: { files: readonly HeadFile[]; onPick: (line: Line) => void }) {
  const id = useId();
  const [chosen, setChosen] = useState({ path: files[0]?.path ?? '', number: '', isOld: false });
  const [isMissing, setMissing] = useState(false);
  if (files.length === 0) {
    return null;
  }
  const choose = () => {
    const file = files.find(({ path }) => path === chosen.path) ?? files[0];
    const line = file === undefined ? null : lineOf(file, Number(chosen.number), chosen.isOld);
    setMissing(line === null);
    if (line !== null) {
      onPick(line);
    }
  };
  return (
    <details className="group">
      <summary className="flex items-center gap-1.5 text-muted hover:text-ink">
        <Icon name="chevronRight" size={12} className="group-open:rotate-90" />
        About one line
      </summary>
      <div className="flex flex-wrap items-end gap-2 pt-2">
        <Field id={`${id}-file`} label="File">
          {(control) => (
            <Select
              {...control}
              value={chosen.path}
              onChange={({ target }) => setChosen({ ...chosen, path: target.value })}
            >
              {files.map(({ path }) => (
                <option key={path}>{path}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field id={`${id}-line`} label="Line" error={isMissing ? 'The file has no such line.' : undefined}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              className="w-24"
              value={chosen.number}
              onChange={({ target }) => setChosen({ ...chosen, number: target.value })}
            />
          )}
        </Field>
        <Checkbox
          label="As it was before"
          checked={chosen.isOld}
          onChange={({ target }) => setChosen({ ...chosen, isOld: target.checked })}
        />
        <Button size="sm" disabled={chosen.number === ''} onClick={choose}>
          Speak of it
        </Button>
      </div>
    </details>
  );
}
