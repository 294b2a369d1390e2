import { Time } from '#components/patterns/time/time.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Card } from '#components/ui/card.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { leastRole } from '#lib/domain/actor/actor.ts';
import type { Approval } from '#lib/domain/approval/approval.ts';
import type { PolicyState } from '#lib/domain/approval/policy.ts';
import type { Objection } from '#lib/domain/change/change.ts';

export type ChangeApprovalsProps = {
  policies: readonly PolicyState[];
  /** All that were ever given. */
  approvals: readonly Approval[];
  headSha: string | null;
  /** Who asks for changes of the head. */
  objections: readonly Objection[];
  /** Nothing is waited for any more. */
  isOver: boolean;
};

function standingInWords({ policy, missing }: PolicyState, isOver: boolean): string {
  if (missing === 0) {
    return 'Complete';
  }
  return isOver ? 'Not given' : `${missing} more needed, from ${policy.groups.join(' or ') || APPROVERS}`;
}

/** Who may approve where the policy names no groups. */
const APPROVERS = `anyone with the role ${leastRole('change.approve')}`;

/** The rest of the policy; who may approve is said already where somebody is waited for. */
function rulesInWords({ policy, missing }: PolicyState, isOver: boolean): string {
  const { required, groups, solo } = policy;
  const count = required === 1 ? 'One approval' : `${required} approvals`;
  const who = missing === 0 || isOver ? `${count} from ${groups.join(' or ') || APPROVERS}. ` : '';
  return `${who}Whoever asked for the change ${solo ? 'may give it.' : 'or pushed to it cannot give it.'}`;
}

/** Who has agreed to the head, who still has to, policy by policy; and which approvals a new commit dropped. */
export function ChangeApprovals({ policies, approvals, headSha, objections, isOver }: ChangeApprovalsProps) {
  const dropped = approvals.filter(({ droppedAt }) => droppedAt !== null);
  return (
    <Card title="Approvals" flush>
      {objections.length > 0 && (
        <ul
          aria-label="Changes are asked for"
          className="border-line border-b bg-warn-soft px-4 py-2 text-sm text-warn"
        >
          {objections.map(({ by, at }) => (
            <li key={by.accountId}>
              {by.name} asks for changes of this commit, <Time at={at} />.
            </li>
          ))}
        </ul>
      )}
      <ul>
        {policies.map((state) => {
          const { policy, given, missing } = state;
          return (
            <li key={policy.id} className="border-line border-b px-4 py-3 text-sm last:border-b-0">
              <p className="flex items-center gap-2">
                <Icon
                  name={missing === 0 ? 'pass' : 'circle'}
                  size={14}
                  className={missing === 0 ? 'text-ok' : 'text-muted'}
                />
                <span className="font-medium">{standingInWords(state, isOver)}</span>
                <span className="ms-auto flex-none text-muted text-xs">policy {policy.id}</span>
              </p>
              <p className="mt-1 text-muted text-xs">{rulesInWords(state, isOver)}</p>
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
          );
        })}
      </ul>
      {dropped.length > 0 && (
        <ul aria-label="Dropped approvals" className="border-line border-t px-4 py-2 text-muted text-xs">
          {dropped.map(({ id, approver, sha, droppedAt }) => (
            <li key={id}>
              {approver.name} had approved <code>{sha.slice(0, 8)}</code>; a new commit dropped it
              {droppedAt !== null && (
                <>
                  , <Time at={droppedAt} />
                </>
              )}
              .
            </li>
          ))}
        </ul>
      )}
      {headSha !== null && !isOver && (
        <p className="border-line border-t px-4 py-2 text-muted text-xs">
          Approvals are of commit <code>{headSha.slice(0, 8)}</code>. A new commit drops them.
        </p>
      )}
    </Card>
  );
}
