/** What each sign of the picture means, and what in it is true and what only drawn. */
import type { ComponentChildren, VNode } from 'preact';
import { roleSigns } from '../../spacetime/signs.ts';
import { WAIT_TURN_US } from './paint-server.ts';
import { phases } from './scene.ts';
import { signSvg } from './sign-svg.ts';
import type { MessageSign } from './flights.ts';

const messages: readonly (readonly [MessageSign, string])[] = [
  [{ shape: 'diamond', ink: 'leading' }, 'PROPOSAL'],
  [{ shape: 'ring', ink: 'leading' }, 'ACK'],
  [{ shape: 'square', ink: 'committed' }, 'COMMIT, INFORM'],
  [{ shape: 'half', ink: 'election' }, 'vote (NOTIFICATION)'],
  [{ shape: 'triangle', ink: 'message' }, 'other messages of servers'],
  [{ shape: 'triangle', ink: 'client' }, 'to or from a client'],
  [{ shape: 'dot', ink: 'faint' }, 'PING'],
];

export function Legend(): VNode {
  return (
    <details class="cluster-legend">
      <summary>What the signs mean</summary>
      <dl>
        <Row name="Roles">
          {(['L', 'F', 'E', 'O', '-', 'P'] as const).map((letter) => (
            <span key={letter} class="sign">
              <b style={{ color: `var(--${roleSigns[letter].ink})` }} class="glyph">
                {roleSigns[letter].glyph}
              </b>{' '}
              {letter} {roleSigns[letter].words}
            </span>
          ))}
        </Row>
        <Row name="Ring of four">
          From the top, clockwise: {phases.join(', ')}. The strong quarter is the phase the server is in.
        </Row>
        <Row name="Thin arc">
          Until the next thing the server waits for; a whole turn is {WAIT_TURN_US / 1_000_000} s or more.
        </Row>
        <Row name="Cells">
          The end of its log. Filled: committed and applied here. Framed: on disk, a crash keeps it. Dotted: in memory
          only. A bar between two: another epoch.
        </Row>
        <Row name="Lines">
          Broad and pale: a learner and the leader it follows. Thin with a head: messages are under way. Thin to a small
          dot: a client and its server, dotted while it has no session.
        </Row>
        <Row name="Messages">
          {messages.map(([sign, words]) => (
            <span key={words} class="sign">
              <span class="glyph" aria-hidden="true" dangerouslySetInnerHTML={{ __html: signSvg(sign) }} /> {words}
            </span>
          ))}
          <span class="sign">in a frame: held by hand</span>
          <span class="sign">before a bar: it does not pass</span>
          <span class="sign">ringed: sent just now</span>
        </Row>
        <Row name="Cuts">
          Torn: nothing passes; pale where nobody has anything to send. Against a bar: what this one sends does not
          pass, the other direction does. Two bars: a clog, everything waits. Letters at servers: groups that are apart.
        </Row>
        <Row name="Blame">A crossed ring at a server: a check broke in an event of this server.</Row>
      </dl>
      <h3>What is true here</h3>
      <p>
        Who there is, roles, epochs, logs, sessions, cuts, and which message is under way from when to when: all of it
        is the state of the simulated ensemble behind the event at the cursor, in virtual time. Only drawn: where
        servers stand, the straight way a message takes, and that it moves evenly between the moments it was sent and
        arrives. Nothing is measured in real time; playing slower or faster changes nothing of the run. Left out:
        connections that carry nothing, steps inside a server, and messages it has got but not yet handled.
      </p>
    </details>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
