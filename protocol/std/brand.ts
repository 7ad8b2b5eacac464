/** A `Base` that must not be confused with another `Base`. Only the module that defines a brand casts into it. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };
