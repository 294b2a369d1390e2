'use client';

import { ErrorState } from '#components/patterns/error-state.tsx';
import { Button } from '#components/ui/button.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorState
        title="This page could not be shown"
        remedy="Try again. If it stays, the portal's log has the details."
        action={<Button onClick={reset}>Try again</Button>}
        {...(error.digest === undefined ? {} : { detail: `digest ${error.digest}` })}
      />
    </main>
  );
}
