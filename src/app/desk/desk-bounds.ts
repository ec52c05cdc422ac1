import { boundsContain, boundsOf } from '#domain/geo/bounds.ts';
import type { Bounds, LonLat } from '#domain/geo/shape.ts';
import type { RecordView } from '#store/phone.ts';
import { boxAround } from '../map/box-around.ts';
import { shapeOf } from '../map/drawn-record.ts';

/** The box around records; one that lies outside the operating area by a slip is passed over where others lie inside. */
export function boundsAround(views: readonly RecordView[], area: Bounds): Bounds | undefined {
  const boxes = views.flatMap((view) => {
    const shape = shapeOf(view);
    return shape ? [boundsOf(shape)] : [];
  });
  const inside = boxes.filter((box) => boundsContain(area, middleOf(box)));
  const counted = inside.length > 0 ? inside : boxes;
  return boxAround(counted);
}

function middleOf([west, south, east, north]: Bounds): LonLat {
  return [(west + east) / 2, (south + north) / 2];
}
