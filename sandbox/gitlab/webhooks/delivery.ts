/** One try to reach a webhook. */
export type Delivery = {
  hookId: number;
  url: string;
  event: string;
  payload: unknown;
  at: number;
  /** The answer's status; null when there was none. */
  status: number | null;
};
