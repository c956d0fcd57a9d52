import fs from 'node:fs';
import { type Mutation, mutationNamed } from './mutations.ts';

const wanted = process.env.EVERTILL_SIM_MUTATION;
const mutation: Mutation | null = wanted ? mutationNamed(wanted) : null;

/** The text of a file of the product; with a mutation, as that breaks it. */
export function readProductSource(file: string): string {
  const text = fs.readFileSync(file, 'utf8');
  return mutation && file.endsWith(mutation.file) ? mutated(text, mutation) : text;
}

export function mutated(text: string, { name, find, replace }: Mutation): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`mutation ${name} finds its place ${parts.length - 1} times`);
  return parts.join(replace);
}

export const activeMutation = mutation;
