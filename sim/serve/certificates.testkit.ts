/** Certificates of a test, made by openssl: an authority, a server and clients, all gone with their folder. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly files: { readonly cert: string; readonly key: string };
}

export class Certificates {
  private readonly folder = mkdtempSync(join(tmpdir(), 'zabsim-tls-'));
  /** Signs itself. */
  readonly authority = this.make('authority', '/O=Example/CN=authority', null);

  /** `subject` as openssl takes it: `/O=Example/CN=ann`. */
  signed(name: string, subject: string): Certificate {
    return this.make(name, subject, 'authority');
  }

  selfSigned(name: string, subject: string): Certificate {
    return this.make(name, subject, null);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private make(name: string, subject: string, signer: string | null): Certificate {
    const path = (file: string): string => join(this.folder, file);
    const files = { cert: path(`${name}.pem`), key: path(`${name}.key`) };
    const openssl = (...args: readonly string[]): void => {
      execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    };
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', files.key];
    const who = ['-subj', subject, '-multivalue-rdn', '-utf8'];
    if (signer === null) openssl('req', '-x509', ...curve, ...who, '-days', '2', '-out', files.cert);
    else {
      openssl('req', '-new', ...curve, ...who, '-out', path(`${name}.csr`));
      writeFileSync(path('ext.cnf'), 'subjectAltName=IP:127.0.0.1\n');
      const by = ['-CA', path(`${signer}.pem`), '-CAkey', path(`${signer}.key`), '-CAcreateserial'];
      openssl(
        'x509',
        '-req',
        '-in',
        path(`${name}.csr`),
        ...by,
        '-days',
        '2',
        '-extfile',
        path('ext.cnf'),
        '-out',
        files.cert,
      );
    }
    return { cert: readFileSync(files.cert), key: readFileSync(files.key), files };
  }
}
