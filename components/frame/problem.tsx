import { ErrorState } from '#components/patterns/error-state.tsx';

/** A page whose data cannot be shown: why, and what to do. */
export function Problem({ message, suggestion }: { message: string; suggestion: string }) {
  return <ErrorState title={message} remedy={suggestion} />;
}
