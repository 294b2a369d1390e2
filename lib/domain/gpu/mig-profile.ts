/** How many compute slices a card that MIG can cut has (NVIDIA MIG User Guide, "Supported MIG Profiles"). */
const SLICES_OF_CARD = 7;
const SLICES_OF_A30 = 4;

/** The compute slices of a profile: 3 of `3g.20gb`; null for what is no profile. */
export function slicesOfProfile(profile: string): number | null {
  const match = /^(\d)g\./.exec(profile);
  return match === null ? null : Number(match[1]);
}

/** How many devices of one profile a card gives when all of it is cut alike; null where that is not known. */
export function devicesPerCard(profile: string, product: string): number | null {
  const slices = slicesOfProfile(profile);
  const all = /\bA30\b/.test(product) ? SLICES_OF_A30 : SLICES_OF_CARD;
  if (slices === null || slices > all) {
    return null;
  }
  // 3g is half of the memory of a card, so there are two and one compute slice stays idle.
  return slices === 3 ? 2 : Math.floor(all / slices);
}
