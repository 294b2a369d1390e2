'use client';

import { useMemo } from 'react';
import { Time } from '#components/patterns/time/time.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import { useLateRead, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { DiscussionData } from '#lib/views/change/discussion.ts';
import type { ChangeData } from '#lib/views/change/read.ts';
import { placeAnchor } from './change-files.tsx';
import { NewComment } from './new-comment.tsx';
import type { PickedLine } from './picked-line.ts';

/** Nobody tells of what is written on the forge: who has the page open sees it soon. */
const AGAIN_MS = 20_000;
/** That it could not be read is not said for longer than it is so. */
const FAILING_MS = 2_500;
const DISCUSSION: ViewQuery<DiscussionData> = {
  name: 'change-discussion',
  patches: {},
  againMs: ({ problem }) => (problem === '' ? AGAIN_MS : FAILING_MS),
};

export type ChangeDiscussionProps = {
  data: Pick<ChangeData, 'change' | 'files' | 'forge'>;
  mayComment: boolean;
  /** The line of the files that was picked to be spoken of. */
  picked: PickedLine | null;
  onPick: (line: Omit<PickedLine, 'sha'> | null) => void;
  /** Where the page stands in the live stream. */
  since: string;
};

/** What people say of a change on the forge, and a word of one's own. */
export function ChangeDiscussion({ data, mayComment, picked, onPick, since }: ChangeDiscussionProps) {
  const { change, files, forge } = data;
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
                        <Link
                          href={placeAnchor(files, place.path, place.isOld ? null : place.line)}
                          className="break-all font-mono"
                        >
                          {place.path}:{place.line}
                        </Link>
                        {place.isOld && ' as it was before'}
                      </>
                    )}
                  </p>
                  <p className="whitespace-pre-wrap break-words">{body}</p>
                </div>
              </li>
            ))}
          </ul>
        )}
        {mayComment && <NewComment change={change} files={files} params={params} picked={picked} onPick={onPick} />}
      </div>
    </Card>
  );
}
