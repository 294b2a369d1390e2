import { Time } from '#components/patterns/time/time.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { PolicyState } from '#lib/domain/approval/policy.ts';

/** Who has agreed to the head, and who still has to, policy by policy. */
export function ChangeApprovals({ policies, headSha }: { policies: readonly PolicyState[]; headSha: string | null }) {
  return (
    <Card title="Approvals" flush>
      <ul>
        {policies.map(({ policy, given, missing }) => (
          <li key={policy.id} className="border-line border-b p-3 text-sm last:border-b-0">
            <p className="flex items-center gap-2">
              <Icon
                name={missing === 0 ? 'pass' : 'circle'}
                size={14}
                className={missing === 0 ? 'text-ok' : 'text-muted'}
              />
              <span className="font-medium">{missing === 0 ? 'Complete' : `${missing} more needed`}</span>
              <span className="ms-auto text-muted text-xs">policy {policy.id}</span>
            </p>
            <p className="mt-1 text-muted text-xs">
              {policy.required === 1 ? 'One approval' : `${policy.required} approvals`}
              {policy.groups.length > 0 && <> from {policy.groups.join(' or ')}</>}
              {policy.solo ? ', the person who asked may give it' : ', not by whoever asked or pushed'}.
            </p>
            {given.length > 0 && (
              <ul className="mt-2 flex flex-col gap-1">
                {given.map(({ id, approver, at }) => (
                  <li key={id} className="flex items-center gap-2">
                    <Avatar name={approver.name} />
                    <span className="min-w-0 truncate">{approver.name}</span>
                    <span className="ms-auto text-muted text-xs">
                      <Time at={at} />
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {headSha !== null && (
        <p className="border-line border-t px-3 py-2 text-muted text-xs">
          Approvals are of commit <code>{headSha.slice(0, 8)}</code>. A new commit drops them.
        </p>
      )}
    </Card>
  );
}
