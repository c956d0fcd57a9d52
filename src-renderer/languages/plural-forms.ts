type FormsBeyondTwo = 'zero' | 'two' | 'few' | 'many';

type NameOfCounted<Key> = Key extends `${infer Name}_other` ? Name : never;

/**
 * The words of a language with six plural forms, as Arabic has them: wherever English counts (`_one`, `_other`), the
 * four others are asked for too. i18next would otherwise fall back to English in the middle of a screen.
 */
export type EveryForm<W> = {
  [Key in keyof W]: W[Key] extends string ? string : EveryForm<W[Key]>;
} & {
  [Key in `${NameOfCounted<keyof W>}_${FormsBeyondTwo}`]: string;
};
