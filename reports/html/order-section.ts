/** Why no order of the operations works: the operations as bars in real time, what must come before what, and the orders tried. */
import type { OrderArgument, ReportData } from '../../sim/record/report-data.ts';
import { element, escaped, textElement } from './markup.ts';

type Argument = Extract<OrderArgument, { readonly kind: 'argument' }>;

export function orderSection({ order }: ReportData): string {
  if (order.kind === 'none') return textElement('p', { class: 'quiet' }, order.why);
  const left =
    order.leftOut === 0
      ? ''
      : textElement(
          'p',
          { class: 'quiet small' },
          `${order.leftOut} operations are left out: the others have no order either.`,
        );
  return element(
    'div',
    { class: 'order' },
    textElement('p', {}, order.contract) +
      barsPicture(order) +
      element('ul', { class: 'plain' }, order.steps.map((step) => textElement('li', {}, step)).join('')) +
      ordersTable(order) +
      left +
      legend(order),
  );
}

function ordersTable({ orders, operations, tried }: Argument): string {
  if (orders.length === 0) return '';
  const label = (i: number): string => operations[i]?.label ?? '?';
  const rows = orders.map(({ fits, fails, why }) =>
    element(
      'tr',
      {},
      element('td', {}, `<code>[${escaped([...fits.map(label), `${label(fails)} ✖`].join(', '))}]</code>`) +
        textElement('td', { class: 'wrap' }, why),
    ),
  );
  const head = '<thead><tr><th scope="col">order</th><th scope="col">where it fails</th></tr></thead>';
  const shown = tried > orders.length ? `, the first ${orders.length} are shown` : '';
  return `${textElement('p', { class: 'small quiet' }, `Orders tried: ${tried}${shown}.`)}<div class="scroll" tabindex="0" role="region" aria-label="orders tried"><table>${head}<tbody>${rows.join('')}</tbody></table></div>`;
}

function legend({ operations }: Argument): string {
  const open = operations.some(({ outcome }) => outcome === 'unknown' || outcome === 'open');
  const words = open ? ' A bar that is open to the right had no answer: it may have happened, or not.' : '';
  return textElement(
    'p',
    { class: 'quiet small' },
    `W is an update, R a read. A bar begins when the client asks and ends when it hears.${words}`,
  );
}

const WIDTH = 760;
const NAME = 110;
const ROW = 34;
/** Of a usual font in the size of the bars' words. */
const CHARACTER = 6.6;

/** Drawn with lines alone, so that it prints and needs no script. */
function barsPicture({ operations }: Argument): string {
  const shown = operations.filter(({ callEvent }) => callEvent >= 0);
  if (shown.length === 0) return '';
  const events = shown.flatMap(({ callEvent, returnEvent }) => [callEvent, returnEvent]).filter((event) => event >= 0);
  // Places in the order of events: gaps of time say nothing here.
  const places = [...new Set(events)].sort((a, b) => a - b);
  const x = (event: number): number =>
    NAME + ((places.indexOf(event) + 0.5) / (places.length + 0.5)) * (WIDTH - NAME - 20);
  const bars = shown.map((operation, row) => {
    const { callEvent, returnEvent, label, client, text, answer, outcome } = operation;
    const from = x(callEvent);
    const open = returnEvent < 0 || outcome === 'unknown';
    const to = open ? WIDTH - 4 : Math.max(from + 14, x(returnEvent));
    const y = row * ROW + 6;
    const words = `${label}  ${text} · ${answer}`;
    const short = words.length > 90 ? `${words.slice(0, 88)}…` : words;
    return (
      textElement('text', { x: 4, y: y + 15, 'font-size': 13, fill: 'currentColor' }, client) +
      element(
        'rect',
        {
          x: from,
          y,
          width: to - from,
          height: 22,
          rx: 4,
          fill: 'none',
          stroke: outcome === 'ok' ? '#009e73' : '#6b7280',
          'stroke-width': 1.8,
          'stroke-dasharray': open ? '5 4' : undefined,
        },
        '',
      ) +
      textElement(
        'text',
        {
          x: Math.max(NAME, Math.min(from + 8, WIDTH - short.length * CHARACTER - 8)),
          y: y + 15,
          'font-size': 12.5,
          fill: 'currentColor',
        },
        short,
      )
    );
  });
  const height = shown.length * ROW + 6;
  const names = shown.map(({ label, client, text, answer }) => `${label}: ${client}, ${text}, ${answer}`).join('; ');
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: 'img', 'aria-label': names },
    bars.join(''),
  );
}
