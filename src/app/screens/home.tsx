import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { boundsOf } from '#domain/geo/bounds.ts';
import type { Bounds, Shape } from '#domain/geo/shape.ts';
import type { RecordView } from '#store/phone.ts';
import { DangerNote } from '../danger/danger-slot.tsx';
import type { FieldMap } from '../map/field-map-types.ts';
import { useApp, usePhone } from '../shell/app-context.ts';
import { clockText } from '../shell/clock-text.ts';
import { attentionEntries } from '../shell/attention-entries.ts';
import { Icon } from '../shell/icon.tsx';
import { RecordSymbol, StandingMark, standingOf } from '../shell/record-symbol.tsx';
import { Link } from '../shell/screen.tsx';
import { Strip } from '../shell/strip.tsx';
import { signalOf, versionOf } from '../shell/watched-signal.ts';
import { LayersButton } from '../map/layers-button.tsx';
import { LiveMap } from './live-map.tsx';

/** About 300 m around a position, in degrees. */
const aroundDeg = 0.003;

/** Home is the map; everything else is one touch away. */
export function Home({ covered }: { covered: boolean }): JSX.Element {
  const { registry, locator, now } = useApp();
  const { phone, taskInHand } = usePhone();
  const mapRef = useRef<FieldMap | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  void versionOf(phone.model).value;
  const { programme, user } = signalOf(phone.session).value;
  const drafts = signalOf(phone.drafts.list).value;
  const sync = signalOf(phone.sync).value;
  const attention = attentionEntries(signalOf(phone.attention).value);
  const actions = user.team === null ? [] : registry.kinds.filter((kind) => kind.action !== undefined);
  const view = selected === null ? undefined : phone.model.get(selected);
  const warning = selected === null || view ? undefined : phone.warnings.get(selected);
  const task = taskInHand.task.value;
  useEffect(() => {
    if (!covered) document.title = 'Safelane';
  }, [covered]);
  useEffect(() => {
    locator.start();
  }, [locator]);
  const taskId = task?.state.id;
  useEffect(() => {
    const chosen = taskId === undefined ? undefined : phone.model.get(taskId);
    const bounds = chosen && shapeBounds(chosen);
    if (bounds) mapRef.current?.fitTo(bounds);
  }, [taskId, phone]);
  const locate = () => {
    locator.start();
    const fix = locator.fix.value;
    if (!fix) return;
    const { lon, lat } = fix;
    mapRef.current?.fitTo([lon - aroundDeg, lat - aroundDeg, lon + aroundDeg, lat + aroundDeg]);
  };
  return (
    <div class="screen" inert={covered}>
      <Strip />
      <main class="home-map">
        <h1 class="sr-only">Map</h1>
        <LiveMap
          label="Map of the records on this phone"
          bounds={(task && shapeBounds(task)) ?? programme.area}
          legend
          onReady={(created) => {
            mapRef.current = created;
            const stop = created.onSelect((id) => {
              created.setHighlight(id);
              setSelected(id);
            });
            markUsable(now);
            return () => {
              stop();
              mapRef.current = null;
            };
          }}
        />
        <div class="map-notes">
          {programme.synthetic ? <span class="demo-mark">Demo data</span> : null}
          <DangerNote />
          {attention.length > 0 ? (
            <Link to="/attention" class="button danger">
              <Icon name="alert" /> Needs attention: {attention.length}
            </Link>
          ) : null}
        </div>
        <div class="map-buttons">
          <LayersButton />
          <button type="button" class="button icon" aria-label="Show where I am" onClick={locate}>
            <Icon name="locate" />
          </button>
        </div>
      </main>
      <footer class="bottom-bar">
        {view ? <Peek view={view} /> : null}
        {warning ? (
          <Warning view={warning} heardAt={sync.lastPulledAt} timeZone={programme.timeZone} />
        ) : null}
        <div class="actions">
          {actions.map((kind, index) => (
            <Link
              key={kind.kind}
              to={`/new/${kind.kind}`}
              class={`button ${index === 0 ? 'primary' : 'dark'}`}
            >
              <Icon name={kind.symbol({}).shape === 'area' ? 'area' : 'item'} />
              {kind.action}
            </Link>
          ))}
        </div>
        <nav class="tabs" aria-label="Screens">
          <Link to="/records" class="button plain">
            <Icon name="list" /> Records
            {drafts.length > 0 ? (
              <span class="count">
                {drafts.length}
                <span class="sr-only"> drafts</span>
              </span>
            ) : null}
          </Link>
          <Link to="/today" class="button plain">
            <Icon name="day" /> Today
          </Link>
          {user.role === 'supervisor' ? (
            <Link to="/desk" class="button plain">
              <Icon name="map" /> Desk
            </Link>
          ) : null}
        </nav>
      </footer>
    </div>
  );
}

/** What was touched on the map. */
function Peek({ view }: { view: RecordView }): JSX.Element {
  const { kind, values, code, state } = view;
  return (
    <Link to={`/records/${state.id}`} class="row">
      {kind ? <RecordSymbol symbol={kind.symbol(values)} hollow={standingOf(view) === 'unsent'} /> : <span />}
      <span>
        <b>{kind?.title(values) ?? code}</b>
        <small>{code}</small>
      </span>
      <StandingMark view={view} />
    </Link>
  );
}

interface WarningProps {
  readonly view: RecordView;
  readonly heardAt: string | null;
  readonly timeZone: string;
}

/** An item of another team that was touched: what and how old, since there is no more of it on this phone. */
function Warning({ view: { kind, values, state }, heardAt, timeZone }: WarningProps): JSX.Element {
  const heard = heardAt === null ? '' : ` As heard ${clockText(heardAt, timeZone)}.`;
  return (
    <div class="row" role="status">
      {kind ? <RecordSymbol symbol={kind.symbol(values)} hollow={false} /> : <span />}
      <span>
        <b>{kind?.title(values) ?? 'An item'}</b>
        <small>
          Left in place by another team, recorded {state.recordedAt.slice(0, 10)}.{heard} Keep away.
        </small>
      </span>
    </div>
  );
}

function shapeBounds(view: RecordView): Bounds | null {
  const place = view.values['place'] as { shape: Shape } | null | undefined;
  return place ? boundsOf(place.shape) : null;
}

let marked = false;

/** Says, once, that the map is drawn and its buttons work; start-up time is measured by it. */
function markUsable(now: () => number) {
  if (marked) return;
  marked = true;
  void now;
  requestAnimationFrame(() => setTimeout(() => performance.mark('map-usable')));
}
