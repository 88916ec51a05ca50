/**
 * Paths within data: where something stands, and what tells a subject apart.
 * @module
 */
import type { LifecycleModel } from '../core/model.js';
import { isObject } from './shown.js';

/** Whether a path leads to something that a change brings along, itself or as part of it. */
export function isWithin(change: unknown, path: readonly PropertyKey[]): boolean {
  const [name, ...rest] = path;
  if (!isObject(change)) return true;
  return typeof name === 'string' && Object.hasOwn(change, name) && isWithin(change[name], rest);
}

/** The path to the first property that has a value, or undefined. */
export function pathOf(value: unknown, data: unknown): readonly PropertyKey[] | undefined {
  if (data === value) return [];
  const parts = Array.isArray(data) ? [...data.entries()] : isObject(data) ? Object.entries(data) : [];
  for (const [name, part] of parts) {
    const path = pathOf(value, part);
    if (path !== undefined) return [name, ...path];
  }
  return undefined;
}

/**
 * The key of a subject whose data may be broken. Where they are too broken to tell, every text at their root may be the key, so that
 * steps for the subject are not reported on top.
 */
export function keysIn(model: LifecycleModel | undefined, data: unknown): readonly string[] {
  try {
    const key: unknown = model?.key(data);
    if (typeof key === 'string') return [key];
  } catch {
    // The data lack what the key is made of; their schema says so.
  }
  return isObject(data) ? Object.values(data).filter((value) => typeof value === 'string') : [];
}
