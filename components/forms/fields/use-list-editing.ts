'use client';

import { type RefObject, useRef } from 'react';
import { announce } from '#components/ui/announcements.ts';
import { fieldId, useForm } from '../form-context.ts';
import type { ListField } from '../schema/form-field.ts';
import { itemsAt, movedItem } from '../schema/values.ts';

export type ListEditing = {
  list: RefObject<HTMLOListElement | null>;
  addId: string;
  count: number;
  add: () => void;
  remove: (index: number) => void;
  move: (from: number, by: 1 | -1) => void;
};

/** Where the focus goes once the list was drawn anew. */
function focusLater(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus());
}

/** Adds, removes and moves items; after each the focus stays where the work goes on, and screen readers hear of it. */
export function useListEditing(field: ListField): ListEditing {
  const form = useForm();
  const list = useRef<HTMLOListElement>(null);
  const addId = `${fieldId(form.id, field.path)}-add`;
  const items = itemsAt({ list: form.valueOf(field.keys) }, ['list']);
  const firstControl = (index: number) =>
    list.current?.children[index]?.querySelector<HTMLElement>('input, select, textarea, button');

  return {
    list,
    addId,
    count: items.length,
    add: () => {
      form.change(field.keys, [...items, field.blank]);
      focusLater(() => firstControl(items.length));
    },
    remove: (index) => {
      form.change(field.keys, items.toSpliced(index, 1));
      announce(`Removed ${index + 1} of ${items.length}`, { quiet: true });
      focusLater(() => firstControl(Math.min(index, items.length - 2)) ?? document.getElementById(addId));
    },
    move: (from, by) => {
      const to = from + by;
      form.change(field.keys, movedItem(items, from, to));
      announce(`Moved to ${to + 1} of ${items.length}`, { quiet: true });
      focusLater(() => {
        const enabled = [...(list.current?.children[to]?.querySelectorAll<HTMLElement>('[data-move]:enabled') ?? [])];
        return enabled.find((button) => button.dataset.move === String(by)) ?? enabled[0];
      });
    },
  };
}
