/** Tells listeners of events, each one of every event and in the order they happened. */
export type Delivery<Event> = {
  publish(event: Event): void;
  subscribe(listener: (event: Event) => void): () => void;
};

/**
 * A listener may itself publish (a controller that answers a change with a write): what it publishes waits until
 * everybody has heard of the event before it. A listener that throws does not keep the others from hearing; its error
 * is thrown where nobody can overlook it, outside the write that caused it.
 */
export function createDelivery<Event>(): Delivery<Event> {
  const listeners = new Set<(event: Event) => void>();
  const waiting: Event[] = [];
  let isDelivering = false;

  const tell = (listener: (event: Event) => void, event: Event) => {
    try {
      listener(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };

  return {
    publish(event) {
      waiting.push(event);
      if (isDelivering) {
        return;
      }
      isDelivering = true;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        for (const listener of [...listeners]) {
          tell(listener, next);
        }
      }
      isDelivering = false;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
