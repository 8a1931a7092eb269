/**
 * Goodword in memory: a store and a directory for tests, examples and a first afternoon.
 *
 * @module
 */
export { type DirectoryOptions, directoryLayer, memoryDirectory } from "./MemoryDirectory.ts"
export { layer, type MemoryStore, memoryStore, type Options } from "./MemoryStore.ts"
