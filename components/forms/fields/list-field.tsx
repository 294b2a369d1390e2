'use client';

import { type ReactNode, useRef } from 'react';
import { announce } from '#components/ui/announcements.ts';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { fieldId, useForm } from '../form-context.ts';
import type { FormField, ListField } from '../schema/form-field.ts';
import { itemsAt, movedItem } from '../schema/values.ts';
import { FieldSet } from './field-frame.tsx';

export type RenderField = (field: FormField) => ReactNode;

/** Where the focus goes once the list was drawn anew. */
function focusLater(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus());
}

/** Items that can be added, removed and moved with buttons alone; after each the focus stays where the work goes on. */
export function ListFieldView({ field, renderField }: { field: ListField; renderField: RenderField }) {
  const form = useForm();
  const list = useRef<HTMLOListElement>(null);
  const items = itemsAt({ list: form.valueOf(field.keys) }, ['list']);
  const firstControl = (index: number) =>
    list.current?.children[index]?.querySelector<HTMLElement>('input, select, textarea, button');
  const addButton = () => document.getElementById(`${fieldId(form.id, field.path)}-add`);

  const add = () => {
    form.change(field.keys, [...items, field.blank]);
    focusLater(() => firstControl(items.length));
  };
  const remove = (index: number) => {
    form.change(field.keys, items.toSpliced(index, 1));
    announce(`Removed ${index + 1} of ${items.length}`, { quiet: true });
    focusLater(() => firstControl(Math.min(index, items.length - 2)) ?? addButton());
  };
  const move = (from: number, to: number, button: 'up' | 'down') => {
    form.change(field.keys, movedItem(items, from, to));
    announce(`Moved to ${to + 1} of ${items.length}`, { quiet: true });
    focusLater(() => {
      const buttons = list.current?.children[to]?.querySelectorAll<HTMLButtonElement>(':scope > div > button');
      const enabled = [...(buttons ?? [])].filter((one) => !one.disabled);
      return enabled.find((one) => one.dataset.move === button) ?? enabled[0];
    });
  };

  return (
    <FieldSet field={field} isBoxed>
      {items.length === 0 && <p className="text-muted text-sm">None yet.</p>}
      <ol ref={list} className="flex flex-col gap-2">
        {field.items.map((item, index) => {
          const name = `${field.label} ${index + 1}`;
          return (
            // Items have no identity but their place; their values live in the form, so nothing is lost by it.
            <li key={item.path} className="flex items-start gap-2">
              <div className="min-w-0 flex-1">{renderField(item)}</div>
              <div className={classNames('flex shrink-0 items-center', item.kind === 'group' ? 'pt-6.5' : 'pt-0.5')}>
                {field.canMove && (
                  <>
                    <IconButton
                      icon="up"
                      label={`Move ${name} up`}
                      data-move="up"
                      disabled={index === 0}
                      onClick={() => move(index, index - 1, 'up')}
                    />
                    <IconButton
                      icon="down"
                      label={`Move ${name} down`}
                      data-move="down"
                      disabled={index === items.length - 1}
                      onClick={() => move(index, index + 1, 'down')}
                    />
                  </>
                )}
                {field.canRemove && <IconButton icon="trash" label={`Remove ${name}`} onClick={() => remove(index)} />}
              </div>
            </li>
          );
        })}
      </ol>
      {field.canAdd && (
        <Button id={`${fieldId(form.id, field.path)}-add`} size="sm" icon="plus" className="self-start" onClick={add}>
          Add
        </Button>
      )}
    </FieldSet>
  );
}
