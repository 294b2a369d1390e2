'use client';

import { type FormEvent, useState } from 'react';
import { CodeView } from '#components/patterns/code/code-view.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Copyable } from '#components/ui/copyable.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';

const DAYS = [7, 30, 90];

export type NewTokenProps = {
  portalUrl: string;
  onCreated: () => Promise<unknown>;
};

/** Makes a token and shows its secret, this once. */
export function NewToken({ portalUrl, onCreated }: NewTokenProps) {
  const [name, setName] = useState('');
  const [days, setDays] = useState(30);
  const [busy, setBusy] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const made = await sendCommand<{ secret: string }>('create-token', { name, days });
      setSecret(made.secret);
      setName('');
      await onCreated();
    } catch (error) {
      const refused = error instanceof CommandError ? error : new CommandError({});
      setProblem(refused.fields[0]?.message ?? `${refused.message} ${refused.suggestion}`);
    }
    setBusy(false);
  };
  return (
    <Card title="A new one">
      <form onSubmit={create} className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <Field id="token-name" label="What it is for" error={problem ?? undefined} required>
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={80}
                placeholder="nightly job of the shop"
                onChange={({ target }) => setName(target.value)}
              />
            )}
          </Field>
        </div>
        <Field id="token-days" label="Good for">
          {(control) => (
            <Select {...control} value={String(days)} onChange={({ target }) => setDays(Number(target.value))}>
              {DAYS.map((number) => (
                <option key={number} value={number}>
                  {number} days
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" variant="primary" busy={busy} className="mt-6">
          Make it
        </Button>
      </form>
      {secret !== null && (
        <div role="status" className="mt-4 flex min-w-0 flex-col gap-2 rounded-md bg-ok-soft p-3 text-sm">
          <p>This is shown once. Keep it where only the program reads it.</p>
          <Copyable text={secret} what="token" />
          <CodeView path="curl.sh" text={exampleOf(portalUrl)} isBare />
        </div>
      )}
    </Card>
  );
}

function exampleOf(portalUrl: string): string {
  return `curl -X POST ${portalUrl}/generate/manifest \\
  -H "Authorization: Bearer $PORTOLAN_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"prompt": "deploy nginx with 2 replicas and expose it on port 80", "app_name": "nginx-demo"}'
`;
}
