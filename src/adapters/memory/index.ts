/**
 * `orderbell/memory`: a store in the memory of the process.
 * @module
 */
export { type MemoryStore, memory } from './store.js';
export type { MemoryTransaction } from './transaction.js';
