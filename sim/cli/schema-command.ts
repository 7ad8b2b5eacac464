/** `sim schema`: the JSON Schema of a file format, for editors and other programs. */
import { z } from 'zod';
import { caseSchema } from '../record/case-schema.ts';
import { fuzzSchema } from '../record/fuzz-schema.ts';
import { gauntletSchema } from '../record/gauntlet-schema.ts';
import { measureSchema } from '../record/measure-schema.ts';
import { InputError } from '../record/input-error.ts';
import { resultSchema } from '../record/result-schema.ts';
import { scenarioSchema } from '../record/scenario-schema.ts';
import { print } from './output.ts';

const schemas: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['case', caseSchema],
  ['scenario', scenarioSchema],
  ['result', resultSchema],
  ['gauntlet', gauntletSchema],
  ['fuzz', fuzzSchema],
  ['measure', measureSchema],
]);

export function schemaCommand(what: string): void {
  const schema = schemas.get(what);
  if (schema === undefined)
    throw new InputError(`there is no schema "${what}": ask for ${[...schemas.keys()].join(', ')}.`);
  print([JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)]);
}
