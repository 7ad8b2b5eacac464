/**
 * Imports a module that is no part of this program: a package that is only needed at times, or a file of a user's. Here
 * and nowhere else, because the program that the build puts into one file gets this from whoever starts it: what V8
 * takes from a cache of compiled code cannot import.
 */
export function importModule(specifier: string): Promise<unknown> {
  return import(specifier);
}
