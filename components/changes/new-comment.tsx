'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Refusal } from '#components/frame/refusal.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { viewKey } from '#lib/views/_shared/fetch-view.ts';
import type { ChangeData } from '#lib/views/change/read.ts';
import { ChooseLine } from './choose-line.tsx';
import { nameOfLine, type PickedLine, textOfLine } from './picked-line.ts';

export type NewCommentProps = {
  change: ChangeData['change'];
  files: ChangeData['files'];
  /** Of the discussion's view, which is read anew afterwards. */
  params: Record<string, unknown>;
  picked: PickedLine | null;
  onPick: (line: Omit<PickedLine, 'sha'> | null) => void;
};

/** A word of one's own under the merge request, or beside the line that was picked. */
export function NewComment({ change, files, params, picked, onPick }: NewCommentProps) {
  const queryClient = useQueryClient();
  const [body, setBody] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<CommandError | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (picked !== null) {
      field.current?.focus();
    }
  }, [picked]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      const line = picked === null ? {} : { line: picked };
      await sendCommand('comment-change', { changeId: change.id, body, ...line });
      setBody('');
      onPick(null);
      await queryClient.invalidateQueries({ queryKey: viewKey('change-discussion', params), exact: true });
    } catch (error) {
      setRefusal(error instanceof CommandError ? error : new CommandError({}));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-2">
      {picked === null ? (
        <ChooseLine files={files} onPick={onPick} />
      ) : (
        <div className="flex flex-col items-start gap-1">
          <p id="spoken-of">
            About <code className="break-all">{nameOfLine(picked)}</code>
          </p>
          {picked.sha !== change.headSha && (
            <p role="status" className="text-warn">
              A new commit arrived since. Pick the line anew.
            </p>
          )}
          {picked.sha === change.headSha && (
            <code className="max-w-full break-all rounded-md bg-sunken px-2 py-1 text-xs">
              {textOfLine(files, picked)}
            </code>
          )}
          <Button
            size="sm"
            onClick={() => {
              onPick(null);
              field.current?.focus();
            }}
          >
            About all of it
          </Button>
        </div>
      )}
      <Field id="comment" label="Your comment" error={refusal?.fields[0]?.message}>
        {(control) => (
          <Textarea
            {...control}
            aria-describedby={picked === null ? control['aria-describedby'] : 'spoken-of'}
            ref={field}
            value={body}
            maxLength={10_000}
            onChange={({ target }) => setBody(target.value)}
          />
        )}
      </Field>
      {refusal !== null && refusal.fields.length === 0 && (
        <Refusal refusal={refusal} returnTo={`/changes/${change.id}`} />
      )}
      <div>
        <Button type="submit" size="sm" busy={busy} disabled={body.trim() === ''}>
          Comment
        </Button>
      </div>
    </form>
  );
}
