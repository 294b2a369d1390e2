import type { z } from 'zod';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { UserContext } from '#lib/portal/context.ts';

/** What every view answers with: its data, how fresh each source of it is, and where in the live stream it stands. */
export type ViewResult<Data> = {
  data: Data;
  sources: SourceStatus[];
  /** The live stream's position when this was read: everything after it is still to come. */
  position: string;
};

/** A screen's data: what it is called in the address, what it takes, and how it is read. */
export type View<Schema extends z.ZodType, Data> = {
  name: string;
  params: Schema;
  /** Asks for the right first. Throws PortalError. */
  read(context: UserContext, params: z.infer<Schema>): Promise<ViewResult<Data>>;
};

/** Keeps the types of a view's parts together. */
export function defineView<Schema extends z.ZodType, Data>(view: View<Schema, Data>): View<Schema, Data> {
  return view;
}
