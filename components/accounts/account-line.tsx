import { Time } from '#components/patterns/time/time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link } from '#components/ui/link.tsx';
import type { AccountRow } from '#lib/views/accounts/read.ts';

export type AccountLineProps = { row: AccountRow; busy: boolean; onLink(): void; onUnlink(): void };

/** One forge, with the account that somebody acts with there. */
export function AccountLine({ row, busy, onLink, onUnlink }: AccountLineProps) {
  const { forge, name, url, repositories, account, isSignIn } = row;
  return (
    <li
      data-forge={forge}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-3 text-sm last:border-b-0"
    >
      <span className="flex min-w-0 flex-1 basis-60 flex-col">
        <span className="font-medium">
          <Link href={url} look="inline">
            {name}
          </Link>{' '}
          {name.toLowerCase() === forge ? null : <span className="font-normal text-muted">{forge}</span>}
        </span>
        <span className="break-words text-muted text-xs">
          {account === null ? (
            'No account linked: you can read here, and decide nothing there.'
          ) : (
            <>
              as <span className="text-ink">{account.username}</span>, {isSignIn ? 'signed in' : 'linked'}{' '}
              <Time at={account.linkedAt} />
            </>
          )}
        </span>
        {repositories.length > 0 && (
          <span className="break-words text-muted text-xs">Decided on here: {repositories.join(', ')}</span>
        )}
      </span>
      {isSignIn ? (
        <span className="text-muted text-xs">you sign in with it</span>
      ) : account === null ? (
        <Button variant="primary" size="sm" busy={busy} onClick={onLink}>
          Link your account
        </Button>
      ) : (
        <span className="flex gap-2">
          <Button size="sm" busy={busy} onClick={onLink}>
            Link again
          </Button>
          <Button variant="danger" size="sm" busy={busy} onClick={onUnlink}>
            Unlink
          </Button>
        </span>
      )}
    </li>
  );
}
