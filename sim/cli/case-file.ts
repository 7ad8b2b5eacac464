/** The name under which the case of a failure is stored, each in a folder of its own. */
export const CASE_FILE = 'case.json';

/** From the folder of the campaign. `name`: of the failure. */
export function caseFile(name: string): string {
  return `${name}/${CASE_FILE}`;
}
