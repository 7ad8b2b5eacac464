import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../protocol/error-code.ts';
import { NO_SESSION, type SessionId } from '../../protocol/ids.ts';
import { UpdateModel, type UpdatePart } from './update-model.ts';

const OWNER = '0x7' as SessionId;

function made(path: string, owner: SessionId = NO_SESSION): UpdatePart {
  return { type: 'create', path, sequential: false, owner, length: 0, created: path };
}

function gone(path: string, version = -1): UpdatePart {
  return { type: 'delete', path, version };
}

/** A tree to which updates are done; `refuses` asks whether an answer is legal now. */
class Tree {
  private readonly model = new UpdateModel();
  private state = this.model.initial;

  does(...parts: UpdatePart[]): this {
    return this.takes({ kind: 'parts', parts, failed: -1, err: ErrorCode.OK });
  }

  closes(session: SessionId): this {
    return this.takes({ kind: 'closeSession', session });
  }

  refuses(err: ErrorCode, ...parts: UpdatePart[]): boolean {
    const operation = this.model.operation({ kind: 'parts', parts, failed: parts.length - 1, err });
    const after = this.model.step(this.state, operation);
    expect([-1, this.state]).toContain(after);
    return after >= 0;
  }

  private takes(update: Parameters<UpdateModel['operation']>[0]): this {
    this.state = this.model.step(this.state, this.model.operation(update));
    expect(this.state).toBeGreaterThanOrEqual(0);
    return this;
  }
}

describe('the specification of the search', () => {
  const bereft = (): Tree => new Tree().does(made('/b')).does(made('/b/x', OWNER)).closes(OWNER);

  it('lets a delete be refused as not empty where a closing session took a child, and changes nothing by it', () => {
    expect(bereft().refuses(ErrorCode.NOTEMPTY, gone('/b'))).toBe(true);
    expect(bereft().does(made('/b/y')).refuses(ErrorCode.NOTEMPTY, gone('/b/y'), gone('/b'))).toBe(true);
  });

  it('does not where the child was deleted, or the node is another', () => {
    const deleted = new Tree().does(made('/b')).does(made('/b/x', OWNER)).does(gone('/b/x')).closes(OWNER);
    expect(deleted.refuses(ErrorCode.NOTEMPTY, gone('/b'))).toBe(false);
    const anew = bereft().does(gone('/b')).does(made('/b'));
    expect(anew.refuses(ErrorCode.NOTEMPTY, gone('/b'))).toBe(false);
    expect(bereft().refuses(ErrorCode.NOTEMPTY, gone('/b'), made('/b'), gone('/b'))).toBe(false);
  });

  it('does not where another check comes first', () => {
    expect(bereft().refuses(ErrorCode.NOTEMPTY, gone('/b', 3))).toBe(false);
    expect(bereft().refuses(ErrorCode.BADVERSION, gone('/b', 3))).toBe(true);
    expect(bereft().refuses(ErrorCode.NOTEMPTY, gone('/none'))).toBe(false);
  });
});
