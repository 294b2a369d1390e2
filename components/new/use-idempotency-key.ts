'use client';

import { useCallback, useEffect, useState } from 'react';

const PREFIX = 'portolan-key/';

/**
 * One key for each form that is being filled in, kept beside its draft: sending the form twice, also after a reload or
 * from a second tab, is one request.
 */
export function useIdempotencyKey(draftKey: string): { value: string; renew: () => void } {
  const [value, setValue] = useState('');
  const renew = useCallback(() => {
    const next = randomKey();
    keep(draftKey, next);
    setValue(next);
  }, [draftKey]);
  useEffect(() => {
    const kept = recall(draftKey);
    if (kept === null) {
      renew();
    } else {
      setValue(kept);
    }
    // What another tab sent took its key with it: what this one sends then is another form.
    const listen = ({ key, newValue }: StorageEvent) => {
      if (key === PREFIX + draftKey && newValue !== null) {
        setValue(newValue);
      }
    };
    window.addEventListener('storage', listen);
    return () => window.removeEventListener('storage', listen);
  }, [draftKey, renew]);
  return { value, renew };
}

/** A version 4 UUID. `crypto.randomUUID` exists only behind https, and portals on a LAN often have none. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Without storage the key lives as long as the page, which still covers a double click. */
function keep(draftKey: string, value: string): void {
  try {
    window.localStorage.setItem(PREFIX + draftKey, value);
  } catch {
    return;
  }
}

function recall(draftKey: string): string | null {
  try {
    return window.localStorage.getItem(PREFIX + draftKey);
  } catch {
    return null;
  }
}
