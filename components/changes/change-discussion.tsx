'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { Refusal } from '#components/frame/refusal.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Field } from '#components/ui/field.tsx';
import { Link } from '#components/ui/link.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { useLateRead, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { viewKey } from '#lib/views/_shared/fetch-view.ts';
import type { DiscussionData } from '#lib/views/change/discussion.ts';
import type { ChangeData } from '#lib/views/change/read.ts';
import { placeAnchor } from './change-files.tsx';

/** Nobody tells of what is written on the forge: who has the page open sees it soon. */
const AGAIN_MS = 20_000;
const DISCUSSION: ViewQuery<DiscussionData> = { name: 'change-discussion', patches: {}, againMs: () => AGAIN_MS };

export type ChangeDiscussionProps = {
  data: Pick<ChangeData, 'change' | 'files' | 'forge'>;
  mayComment: boolean;
  /** Where the page stands in the live stream. */
  since: string;
};

/** What people say of a change on the forge, and a word of one's own. */
export function ChangeDiscussion({ data: { change, files, forge }, mayComment, since }: ChangeDiscussionProps) {
  const { id } = change;
  const params = useMemo(() => ({ id }), [id]);
  const { data: read, error } = useLateRead(DISCUSSION, since, params);
  const notes = read?.data.notes ?? [];
  const problem = read?.data.problem || error?.message;
  return (
    <Card title={`Discussion on ${forge.name}`}>
      <div className="flex flex-col gap-4 text-sm">
        {problem !== undefined && (
          <p role="status" className="text-warn">
            {problem}
          </p>
        )}
        {read === undefined && error === null && <p className="text-muted">Looking what was written …</p>}
        {read !== undefined && problem === undefined && notes.length === 0 && (
          <p className="text-muted">Nobody has written anything.</p>
        )}
        {notes.length > 0 && (
          <ul aria-label="Discussion" className="flex flex-col gap-4">
            {notes.map(({ id: noteId, author, body, createdAt, place }) => (
              <li key={noteId} className="flex gap-2">
                <Avatar name={author} />
                <div className="min-w-0 flex-1">
                  <p className="text-muted text-xs">
                    <span className="font-medium text-ink">{author}</span> <Time at={createdAt} />
                    {place !== null && (
                      <>
                        {' '}
                        <Link href={placeAnchor(files, place.path, place.line)} className="break-all font-mono">
                          {place.path}:{place.line}
                        </Link>
                      </>
                    )}
                  </p>
                  <p className="whitespace-pre-wrap break-words">{body}</p>
                </div>
              </li>
            ))}
          </ul>
        )}
        {mayComment && <NewComment changeId={id} params={params} />}
      </div>
    </Card>
  );
}

function NewComment({ changeId, params }: { changeId: string; params: Record<string, unknown> }) {
  const queryClient = useQueryClient();
  const [body, setBody] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<CommandError | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await sendCommand('comment-change', { changeId, body });
      setBody('');
      await queryClient.invalidateQueries({ queryKey: viewKey('change-discussion', params), exact: true });
    } catch (error) {
      setRefusal(error instanceof CommandError ? error : new CommandError({}));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-2">
      <Field id="comment" label="Your comment" error={refusal?.fields[0]?.message}>
        {(control) => (
          <Textarea {...control} value={body} maxLength={10_000} onChange={({ target }) => setBody(target.value)} />
        )}
      </Field>
      {refusal !== null && refusal.fields.length === 0 && (
        <Refusal refusal={refusal} returnTo={`/changes/${changeId}`} />
      )}
      <div>
        <Button type="submit" size="sm" busy={busy} disabled={body.trim() === ''}>
          Comment
        </Button>
      </div>
    </form>
  );
}
