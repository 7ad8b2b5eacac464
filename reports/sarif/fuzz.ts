/**
 * A campaign as SARIF 2.1.0 (OASIS): one rule per check, one result per signature. What identifies a result is its
 * signature, under a name of our own and under the one that GitHub looks for; a server that keeps alerts so knows the
 * same failure again when another seed finds it. Its place is the stored case, as far as there is one: a failing run has
 * no line of source.
 */
import { shortDigest } from '../../sim/record/canonical.ts';
import type { FuzzFailure, FuzzResult } from '../../sim/record/fuzz-result.ts';
import {
  casePath,
  complaintsOf,
  fuzzHeadline,
  nothingDecided,
  replayText,
  seedsText,
  shrunkText,
  standingOf,
  type FuzzReportContext,
} from '../fuzz-words.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

interface Text {
  readonly text: string;
}

/** The part of a SARIF log that is written here. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly SarifRun[];
}

interface SarifRun {
  readonly tool: { readonly driver: SarifDriver };
  /** The part before the last `/` names runs that are compared with each other. */
  readonly automationDetails: { readonly id: string; readonly description: Text };
  readonly invocations: readonly SarifInvocation[];
  readonly results: readonly SarifResult[];
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

interface SarifDriver {
  readonly name: string;
  readonly version: string;
  readonly semanticVersion: string;
  readonly rules: readonly SarifRule[];
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: Text;
  readonly defaultConfiguration: { readonly level: 'error' };
}

interface SarifInvocation {
  readonly executionSuccessful: boolean;
  readonly toolExecutionNotifications: readonly { readonly level: 'warning' | 'error'; readonly message: Text }[];
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: 'fail';
  readonly level: 'error' | 'warning';
  readonly message: Text;
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly occurrenceCount: number;
  readonly baselineState?: 'new' | 'unchanged';
  readonly locations: readonly SarifLocation[];
  readonly properties: Readonly<Record<string, unknown>>;
}

interface SarifLocation {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number };
  };
  readonly logicalLocations: readonly {
    readonly name: string;
    readonly fullyQualifiedName: string;
    readonly kind: string;
  }[];
}

export function fuzzSarif(result: FuzzResult, context: FuzzReportContext): SarifLog {
  const checks = [...new Set(result.failures.map((failure) => failure.check))];
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'zabsim',
            version: result.version,
            semanticVersion: result.version,
            rules: checks.map(ruleOf),
          },
        },
        automationDetails: {
          id: `zabsim/fuzz/${result.scenarios.join('+')}/${result.campaign}`,
          description: { text: fuzzHeadline(result) },
        },
        invocations: [invocationOf(result, context)],
        results: result.failures.map((failure) => resultOf(failure, checks.indexOf(failure.check), context)),
        properties: {
          campaign: result.campaign,
          strategy: result.strategy,
          range: result.range,
          seeds: result.seeds,
          ok: result.ok,
          undecided: result.undecided,
          complete: result.complete,
        },
      },
    ],
  };
}

function ruleOf(check: string): SarifRule {
  return {
    id: check,
    shortDescription: { text: `What the check ${check} asks of every run does not hold.` },
    defaultConfiguration: { level: 'error' },
  };
}

/** What a list of results cannot say. */
function invocationOf(result: FuzzResult, context: FuzzReportContext): SarifInvocation {
  return {
    executionSuccessful: nothingDecided(result) === null,
    toolExecutionNotifications: complaintsOf(result, context).map(({ level, text }) => {
      return { level, message: { text: sentence(text) } };
    }),
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function resultOf(failure: FuzzFailure, ruleIndex: number, context: FuzzReportContext): SarifResult {
  const { signature, story, shrunk } = failure;
  const replay = replayText(failure, context);
  return {
    ruleId: failure.check,
    ruleIndex,
    kind: 'fail',
    level: standingOf(failure, context) === 'open' ? 'warning' : 'error',
    message: { text: [failure.message, ...story, `Replay: ${replay}`].join('\n') },
    partialFingerprints: {
      'zabsimSignature/v1': signature,
      primaryLocationLineHash: `${shortDigest(signature, 14)}:1`,
    },
    occurrenceCount: failure.count,
    ...(context.baseline ? { baselineState: failure.known ? ('unchanged' as const) : ('new' as const) } : {}),
    locations: [locationOf(failure, context)],
    properties: {
      verdict: failure.verdict,
      signature,
      seed: failure.seed,
      seeds: seedsText(failure),
      case: failure.case,
      replay,
      ...(shrunk === null ? {} : { shrunk, shrunkTo: shrunkText(shrunk) }),
    },
  };
}

function locationOf(failure: FuzzFailure, context: FuzzReportContext): SarifLocation {
  const path = casePath(failure, context);
  const logicalLocations = [
    { name: failure.check, fullyQualifiedName: `zabsim/checks/${failure.check}`, kind: 'check' },
    { name: failure.case, fullyQualifiedName: `zabsim/cases/${failure.case}`, kind: 'case' },
  ];
  if (path === null) return { logicalLocations };
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: 1 } },
    logicalLocations,
  };
}

/** A path as a URI reference: relative ones stay relative, absolute ones become `file:`. */
function uriOf(path: string): string {
  const encoded = path
    .replace(/^\.\//, '')
    .split('/')
    .map((part, i) => (i === 0 && /^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)))
    .join('/');
  if (encoded.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(encoded) ? `file:///${encoded}` : encoded;
}
