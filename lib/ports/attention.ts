/** Whether anybody has a page of the portal open, and so would see that something on it is old. */
export type Attention = {
  readonly isThere: boolean;
  /** Called when the first of them comes and when the last has left. Returns how to stop. */
  subscribe(listener: () => void): () => void;
};
