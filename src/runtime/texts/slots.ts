/**
 * Fields of data that a merchant fills where they are empty.
 * @module
 */
import { bag } from '../../core/untyped.js';

/** Whether data have something in a field. */
export function hasOwn(data: unknown, path: string): boolean {
  const value = path.split('.').reduce<unknown>((part, name) => bag(part)[name], data);
  return value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');
}

/** A copy of the data with a text in a field. Where what is around the field is missing, they stay as they are. */
export function filled(data: unknown, path: string, text: string): unknown {
  const [name = '', ...rest] = path.split('.');
  if (typeof data !== 'object' || data === null) return data;
  if (rest.length === 0) return { ...data, [name]: text };
  return { ...data, [name]: filled(bag(data)[name], rest.join('.'), text) };
}
