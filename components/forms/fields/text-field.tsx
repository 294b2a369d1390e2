'use client';

import { useEffect, useRef, useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input, type InputProps } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { useForm } from '../form-context.ts';
import type { TextField } from '../schema/form-field.ts';
import { FieldFrame } from './field-frame.tsx';

/** Hides what is typed until it is asked for. */
function PasswordInput(props: InputProps) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        spellCheck={false}
        mono
        className="pe-9"
        {...props}
      />
      <IconButton
        icon={isShown ? 'eyeOff' : 'eye'}
        label={isShown ? 'Hide what was typed' : 'Show what was typed'}
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
        className="absolute end-0.5 top-0.5"
      />
    </div>
  );
}

/** Text, long text or a password. An emptied field holds nothing, so that "required" speaks up; an emptied item of a list keeps its place. */
export function TextFieldView({ field }: { field: TextField }) {
  const form = useForm();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    // Whoever has begun elsewhere is left there.
    if (field.hasAutofocus && document.activeElement === document.body) {
      input.current?.focus({ preventScroll: true });
    }
  }, [field.hasAutofocus]);
  const value = form.valueOf(field.keys);
  const common = {
    ref: input,
    value: typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value),
    onChange: (event: { target: { value: string } }) =>
      form.change(field.keys, event.target.value || (field.isItem ? '' : undefined)),
    onBlur: () => form.touch(field.path),
    placeholder: field.placeholder || undefined,
    readOnly: field.isReadonly,
  };
  return (
    <FieldFrame field={field}>
      {(control) => {
        if (field.kind === 'textarea') {
          return <Textarea rows={field.rows} {...control} {...common} />;
        }
        if (field.kind === 'password') {
          return <PasswordInput {...control} {...common} />;
        }
        return <Input type={field.inputType} autoComplete="off" spellCheck={false} {...control} {...common} />;
      }}
    </FieldFrame>
  );
}
