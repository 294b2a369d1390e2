'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { goTo } from '#components/sign-in/go-to.ts';
import { Card } from '#components/ui/card.tsx';
import { leaveFor } from '#lib/browser/commands/leave-for.ts';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { viewKey } from '#lib/views/_shared/fetch-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { AccountsData } from '#lib/views/accounts/read.ts';
import { AccountLine } from './account-line.tsx';

const ACCOUNTS: ViewQuery<AccountsData> = { name: 'accounts', patches: {} };

export type AccountsPageProps = {
  initial: ViewResult<AccountsData>;
  /** The page that an account is linked for. */
  returnTo: string;
  /** Why the last attempt did not work. */
  problem: string | null;
};

/** With which accounts somebody acts on the forges. */
export function AccountsPage({ initial, returnTo, problem }: AccountsPageProps) {
  const queryClient = useQueryClient();
  const { data } = useView(ACCOUNTS, initial);
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState(problem);
  const link = async (forge: string) => {
    setBusy(forge);
    setRefusal(await leaveFor('/api/session/link', { forge, returnTo }, goTo));
    setBusy(null);
  };
  const unlink = async (forge: string) => {
    setBusy(forge);
    try {
      await sendCommand('unlink-account', { forge });
      setRefusal(null);
    } catch (error) {
      const { message, suggestion } = error instanceof CommandError ? error : new CommandError({});
      setRefusal(`${message} ${suggestion}`);
    }
    await queryClient.invalidateQueries({ queryKey: viewKey('accounts'), exact: true });
    setBusy(null);
  };
  return (
    <div className="flex min-w-0 max-w-4xl flex-col gap-5">
      <PageHeader
        title="Accounts"
        description="What you decide on a merge request is done on its forge with your own account there. Your role comes from the forge that you sign in with."
      />
      {refusal !== null && (
        <p role="alert" className="rounded-lg bg-bad-soft p-3 text-bad text-sm">
          {refusal}
        </p>
      )}
      <Card title="Your accounts" flush>
        {data.accounts.length === 0 ? (
          <EmptyState
            icon="lock"
            title="There is nothing to link"
            hint="This portal has one user, who acts as itself."
          />
        ) : (
          <ul>
            {data.accounts.map((row) => (
              <AccountLine
                key={row.forge}
                row={row}
                busy={busy === row.forge}
                onLink={() => void link(row.forge)}
                onUnlink={() => void unlink(row.forge)}
              />
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}
