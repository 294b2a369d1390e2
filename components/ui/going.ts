let onTheirWay = 0;

/** A page that somebody asked for is on its way. Returns how to say that it is here, or was given up. */
export function beginGoing(): () => void {
  onTheirWay += 1;
  return () => {
    onTheirWay -= 1;
  };
}

/** Whether any page that somebody asked for is on its way. */
export function isGoing(): boolean {
  return onTheirWay > 0;
}
