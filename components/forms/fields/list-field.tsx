'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { FormField, ListField } from '../schema/form-field.ts';
import { FieldSet } from './field-frame.tsx';
import { type ListEditing, useListEditing } from './use-list-editing.ts';

type ItemButtonsProps = { field: ListField; index: number; editing: ListEditing; className: string };

function ItemButtons({ field, index, editing, className }: ItemButtonsProps) {
  const name = `${field.label} ${index + 1}`;
  return (
    <div className={classNames('flex shrink-0 items-center', className)}>
      {field.canMove && (
        <>
          <IconButton
            icon="up"
            label={`Move ${name} up`}
            data-move="-1"
            disabled={index === 0}
            onClick={() => editing.move(index, -1)}
          />
          <IconButton
            icon="down"
            label={`Move ${name} down`}
            data-move="1"
            disabled={index === editing.count - 1}
            onClick={() => editing.move(index, 1)}
          />
        </>
      )}
      {field.canRemove && <IconButton icon="trash" label={`Remove ${name}`} onClick={() => editing.remove(index)} />}
    </div>
  );
}

export type ListFieldViewProps = { field: ListField; renderField: (field: FormField) => ReactNode };

/** Items that can be added, removed and moved with buttons alone. They have no identity but their place; their values live in the form. */
export function ListFieldView({ field, renderField }: ListFieldViewProps) {
  const editing = useListEditing(field);
  return (
    <FieldSet field={field} isBoxed>
      {editing.count === 0 && <p className="text-muted text-sm">None yet.</p>}
      <ol ref={editing.list} className="flex flex-col gap-2">
        {field.items.map((item, index) => (
          <li key={item.path} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">{renderField(item)}</div>
            <ItemButtons
              field={field}
              index={index}
              editing={editing}
              className={item.kind === 'group' ? 'pt-6.5' : 'pt-0.5'}
            />
          </li>
        ))}
      </ol>
      {field.canAdd && (
        <Button id={editing.addId} size="sm" icon="plus" className="self-start" onClick={editing.add}>
          Add
        </Button>
      )}
    </FieldSet>
  );
}
