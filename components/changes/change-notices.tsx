import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import { Link } from '#components/ui/link.tsx';
import { TONE_TEXT, type Tone } from '#components/ui/tone.ts';
import type { HeadFile } from '#lib/domain/change/change.ts';
import type { Notice, NoticeTopic } from '#lib/domain/guardrail/notice.ts';
import { placeAnchor } from './change-files.tsx';

const LOOKS: Record<NoticeTopic, { title: string; icon: IconName; tone: Tone }> = {
  unread: { title: 'Nobody can say what these do', icon: 'unknown', tone: 'warn' },
  deletion: { title: 'What is deleted', icon: 'trash', tone: 'bad' },
  privilege: { title: 'Rights and privileges', icon: 'security', tone: 'warn' },
  secret: { title: 'Secrets', icon: 'lock', tone: 'warn' },
  network: { title: 'Who can reach it', icon: 'external', tone: 'warn' },
  delivery: { title: 'What is delivered, and where', icon: 'changes', tone: 'warn' },
  image: { title: 'Images', icon: 'file', tone: 'idle' },
};

export type ChangeNoticesProps = {
  notices: readonly Notice[];
  /** Whose lines are on the page to be led to; without them only said. */
  files?: readonly HeadFile[];
};

/** What a reviewer must not miss: nothing of it is wrong, and all of it should be meant. */
export function ChangeNotices({ notices, files }: ChangeNoticesProps) {
  if (notices.length === 0) {
    return null;
  }
  return (
    <Card title="Not to be missed" flush>
      <ul>
        {[...Map.groupBy(notices, ({ topic }) => topic)].map(([topic, members]) => {
          const { title, icon, tone } = LOOKS[topic];
          return (
            <li key={topic} className="border-line border-t px-4 py-2 first:border-t-0">
              <p className="flex items-center gap-2 font-medium text-sm">
                <Icon name={icon} size={14} className={`flex-none ${TONE_TEXT[tone]}`} />
                {title}
              </p>
              <ul className="flex flex-col gap-1 pt-1 pl-5.5 text-sm">
                {members.map((notice) => (
                  <NoticeLine
                    key={`${notice.file}:${notice.line}:${notice.object}:${notice.message}`}
                    notice={notice}
                    files={files}
                  />
                ))}
              </ul>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function NoticeLine({
  notice: { file, line, object, message },
  files,
}: {
  notice: Notice;
  files: readonly HeadFile[] | undefined;
}) {
  const subject = object === '' ? file : object;
  return (
    <li className="min-w-0 break-words">
      {files === undefined ? (
        <code className="text-xs">{subject}</code>
      ) : (
        <Link href={placeAnchor(files, file, line)} className="font-mono text-xs">
          {subject}
        </Link>
      )}{' '}
      {message}
    </li>
  );
}
