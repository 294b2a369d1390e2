import type { Keys } from './values.ts';

/** One of several values to choose from; values may be of any JSON type. */
export type FieldOption = { label: string; value: unknown };

type FieldHead = {
  keys: Keys;
  /** Dotted, as errors name it. */
  path: string;
  label: string;
  description: string;
  help: string;
  placeholder: string;
  isRequired: boolean;
  /** Stands in a list: its name is for screen readers only, the list's name is in sight. */
  isItem: boolean;
  isReadonly: boolean;
  hasAutofocus: boolean;
  /** Why the field is not what the template asked for; '' when it is. */
  note: string;
};

export type TextField = FieldHead & { kind: 'text' | 'textarea' | 'password'; inputType: string; rows: number };
export type NumberField = FieldHead & {
  kind: 'number';
  isWhole: boolean;
  minimum: number | null;
  maximum: number | null;
  step: number;
};
export type BooleanField = FieldHead & { kind: 'boolean' };
export type ChoiceField = FieldHead & { kind: 'choice'; look: 'select' | 'radio'; options: FieldOption[] };
export type ChoicesField = FieldHead & { kind: 'choices'; options: FieldOption[] };
export type GroupField = FieldHead & { kind: 'group'; fields: FormField[] };
export type ListField = FieldHead & {
  kind: 'list';
  items: FormField[];
  /** What a new item holds. */
  blank: unknown;
  canAdd: boolean;
  canRemove: boolean;
  canMove: boolean;
};
/** Cannot be shown; its value stays what it is. */
export type UnsupportedField = FieldHead & { kind: 'unsupported' };

export type FormField =
  | TextField
  | NumberField
  | BooleanField
  | ChoiceField
  | ChoicesField
  | GroupField
  | ListField
  | UnsupportedField;

export type { FieldHead };
