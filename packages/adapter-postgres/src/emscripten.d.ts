/** PGlite's types name these of Emscripten without bringing them. Nothing here uses them. */
declare namespace Emscripten {
  type FileSystemType = object
}
declare interface EmscriptenModule {
  preInit?: unknown
}
declare const FS: object
