/** Next calls this once when a server starts, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startPortal } = await import('#lib/runtime/start.ts');
    await startPortal();
  }
}
