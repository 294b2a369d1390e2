'use client';

import { buttonStyle } from '#components/ui/button-style.ts';

/**
 * Stands in for a page that failed. Every page brings it along, so it is made of plain elements: with the parts that
 * pages have it was 10 KiB of script.
 */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <section className="rounded-lg border border-bad bg-surface p-4 text-sm">
        <h1 className="font-medium">This page could not be shown</h1>
        <p className="mt-1">Try again. If it stays, the portal's log has the details.</p>
        {error.digest !== undefined && <pre className="mt-2 font-mono text-xs">digest {error.digest}</pre>}
        <button type="button" onClick={reset} className={`mt-3 ${buttonStyle('secondary', 'md')}`}>
          Try again
        </button>
      </section>
    </main>
  );
}
