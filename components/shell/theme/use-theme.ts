'use client';

import { useState } from 'react';
import { type ThemeChoice, themeAttribute, themeCookie } from './theme.ts';

/** The theme and the function that changes it: on the page at once, in the cookie for the server's next answer. */
export function useTheme(initial: ThemeChoice): [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState(initial);
  const choose = (next: ThemeChoice) => {
    const attribute = themeAttribute(next);
    if (attribute) {
      document.documentElement.dataset.theme = attribute;
    } else {
      delete document.documentElement.dataset.theme;
    }
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the portal is served without TLS.
    document.cookie = themeCookie(next, window.location.protocol === 'https:');
    setChoice(next);
  };
  return [choice, choose];
}
