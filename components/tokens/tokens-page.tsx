'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Refusal } from '#components/frame/refusal.tsx';
import { EmptyState } from '#components/patterns/empty-state.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { Time } from '#components/patterns/time/time.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Link } from '#components/ui/link.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { viewKey } from '#lib/views/_shared/fetch-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { TokensData } from '#lib/views/tokens/read.ts';
import { NewToken } from './new-token.tsx';

const TOKENS: ViewQuery<TokensData> = { name: 'tokens', patches: {} };

/** The tokens that one's own programs show in place of a session. */
export function TokensPage({ initial }: { initial: ViewResult<TokensData> }) {
  const queryClient = useQueryClient();
  const { data } = useView(TOKENS, initial);
  const [refusal, setRefusal] = useState<CommandError | null>(null);
  const reread = () => queryClient.invalidateQueries({ queryKey: viewKey('tokens'), exact: true });
  const revoke = async (tokenId: string) => {
    setRefusal(null);
    try {
      await sendCommand('revoke-token', { tokenId });
    } catch (error) {
      setRefusal(error instanceof CommandError ? error : new CommandError({}));
    }
    await reread();
  };
  return (
    <div className="flex min-w-0 max-w-4xl flex-col gap-5">
      <PageHeader
        title="Tokens"
        description={
          <>
            For programs that ask in your name:{' '}
            <Link href="/docs" look="inline">
              what they may ask
            </Link>
            . Each has your role, for this only, and stops when you have not signed in for 30 days.
          </>
        }
      />
      {refusal !== null && <Refusal refusal={refusal} returnTo="/tokens" />}
      <NewToken portalUrl={data.portalUrl} onCreated={reread} />
      <Card title="Your tokens" flush>
        {data.tokens.length === 0 ? (
          <EmptyState icon="lock" title="You have no tokens" hint="Nothing but you asks in your name." />
        ) : (
          <ul>
            {data.tokens.map((token) => (
              <li
                key={token.id}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2 text-sm last:border-b-0"
              >
                <span className="flex min-w-0 flex-1 basis-60 flex-col">
                  <span className="truncate font-medium">{token.name}</span>
                  <span className="text-muted text-xs">
                    made <Time at={token.createdAt} />, ends <Time at={token.expiresAt} />,{' '}
                    {token.lastUsedAt === null ? (
                      'never used'
                    ) : (
                      <>
                        used <Time at={token.lastUsedAt} />
                      </>
                    )}
                  </span>
                </span>
                <Button variant="danger" size="sm" onClick={() => void revoke(token.id)}>
                  Revoke
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}
