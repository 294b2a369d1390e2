'use client';

import { Icon } from '#components/ui/icon.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { showOverlay } from './overlay-store.ts';

/** Opens the palette; says with which key it opens too. */
export function SearchButton({ isSmall }: { isSmall?: boolean }) {
  const open = () => showOverlay('palette');
  if (isSmall) {
    return <IconButton icon="search" label="Find anything" size="md" onClick={open} />;
  }
  return (
    <button
      type="button"
      onClick={open}
      className="flex h-8 w-full items-center gap-2 rounded-md border border-line bg-surface px-2 text-muted text-sm hover:border-line-strong hover:text-ink"
    >
      <Icon name="search" size={14} />
      <span className="flex-1 text-start">Find…</span>
      <Kbd keys="Ctrl K" />
    </button>
  );
}
